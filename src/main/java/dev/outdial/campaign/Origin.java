package dev.outdial.campaign;

import dev.outdial.agent.Agent;
import dev.outdial.agent.PhoneLine;
import dev.outdial.http.ApiException;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a campaign's calls come from: an agent, and a caller number with its line, all of one organization. */
record Origin(UUID agentId, UUID lineId, String phoneNumber) {

    /**
     * The origin of calls by this agent, in the current transaction. A number that has no line yet gets one.
     *
     * @param number the caller number; null for the agent's own
     */
    static Uni<Origin> of(UUID organizationId, UUID agentId, @Nullable String number, Instant now) {
        return Agent.keep(agentId, organizationId)
                .chain(agent ->
                        number == null ? line(agent, organizationId) : PhoneLine.named(organizationId, number, now))
                .map(line -> new Origin(agentId, line.id, line.phoneNumber));
    }

    private static Uni<PhoneLine> line(Agent agent, UUID organizationId) {
        if (agent.outboundPhoneNumberId == null) {
            throw ApiException.badRequest(
                    List.of("from_phone_number should not be empty when the agent has no outbound phone number"));
        }
        return PhoneLine.get(agent.outboundPhoneNumberId, organizationId);
    }
}
