package dev.outdial.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outdial.http.ApiException;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.PublicId;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a client says of an agent, the same for a new one and for a change: a field that is left out stays as it is, null
 * brings the default back. Title and route cannot be taken away.
 *
 * @param others the fields that mean nothing to us
 */
record AgentFields(
        Text title,
        Field<Route> route,
        Field<Integer> ringDurationSec,
        Field<Integer> maxCallDurationSec,
        Text timezone,
        Field<Map<String, Object>> variables,
        Text outboundPhoneNumberId,
        Field<Boolean> voicemailDetection,
        ObjectNode others) {

    static final int TITLE_MAX = 200;
    static final int RING_MIN = 5;
    static final int RING_MAX = 600;
    static final int TALK_MIN = 60;
    static final int TALK_MAX = 5400;
    static final int VARIABLES_MAX = 50;

    private static final int BYTES_MAX = 64 * 1024;

    /** Fields of the answer that nobody can set. A client may well send back what it was given. */
    private static final Set<String> OURS = Set.of("id", "organization_id", "created_at", "updated_at");

    /** How an answered call can reach the voice AI. */
    enum Route {
        /** The simulated carrier plays both parts. */
        SIMULATED;

        JsonObject stored() {
            return JsonObject.of("kind", name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads a new agent. */
    static AgentFields ofNew(Input in) {
        return read(in, in.text("title", "name").required());
    }

    /** Reads a change. */
    static AgentFields ofChange(Input in) {
        return read(in, in.text("title", "name").notNull());
    }

    private static AgentFields read(Input in, Text title) {
        return new AgentFields(
                title.max(TITLE_MAX),
                in.object("route").choice(Route.class, "kind").required(),
                in.integer(RING_MIN, RING_MAX, "ring_duration_sec"),
                in.integer(TALK_MIN, TALK_MAX, "max_call_duration_sec"),
                in.text("timezone").must(ZoneId.getAvailableZoneIds()::contains, "be a valid IANA time zone"),
                in.variables(VARIABLES_MAX, "default_dynamic_variables")
                        .must(variables -> fits(new JsonObject(variables)), "be at most " + BYTES_MAX + " bytes long"),
                in.text("outbound_phone_number_id"),
                in.flag("voicemail_detection"),
                in.others().without(OURS));
    }

    /** Makes the agent what the client says, in the current transaction. 404 for an unknown caller number. */
    Uni<Agent> applyTo(Agent agent, Instant now) {
        apply(agent);
        agent.updatedAt = now;
        UUID line = outboundPhoneNumberId.isGiven() ? agent.outboundPhoneNumberId : null;
        return line == null
                ? Uni.createFrom().item(agent)
                : PhoneLine.keep(line, agent.organizationId).replaceWith(agent);
    }

    private void apply(Agent agent) {
        title.ifGiven(given -> agent.title = given);
        route.ifGiven(given -> agent.route = given.stored());
        ringDurationSec.ifSent(
                given -> agent.ringDurationSec = given == null ? Agent.RING_DURATION_SEC_DEFAULT : given);
        maxCallDurationSec.ifSent(
                given -> agent.maxCallDurationSec = given == null ? Agent.MAX_CALL_DURATION_SEC_DEFAULT : given);
        timezone.ifSent(given -> agent.timezone = given);
        variables.ifSent(
                given -> agent.defaultDynamicVariables = given == null ? new JsonObject() : new JsonObject(given));
        outboundPhoneNumberId.ifSent(given ->
                agent.outboundPhoneNumberId = given == null ? null : PublicId.PHONE_NUMBER.uuidOrNotFound(given));
        voicemailDetection.ifSent(given -> agent.voicemailDetection = given == null || given);
        JsonObject settings = agent.settings.copy().mergeIn(new JsonObject(others.toString()));
        if (!fits(settings)) {
            throw ApiException.badRequest("The agent's further fields must be at most " + BYTES_MAX + " bytes long");
        }
        agent.settings = settings;
    }

    private static boolean fits(JsonObject json) {
        return json.encode().getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
    }
}
