package dev.outdial.campaign;

import dev.outdial.http.ApiException;
import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a campaign's calls come from: an agent, and a caller number with its line, all of one organization. */
record Origin(UUID agentId, UUID lineId, String phoneNumber) {

    private static final String AGENTS_NUMBER = """
            SELECT p.phone_number
              FROM agent a
              LEFT JOIN phone_line p ON p.id = a.outbound_phone_number_id AND p.organization_id = a.organization_id
             WHERE a.id = ?1 AND a.organization_id = ?2 AND a.deleted_at IS NULL
            """;

    /** Nothing, rather than an update, on a conflict: a claim may hold the line's row, and its lock comes before ours. */
    private static final String ADD_LINE = """
            INSERT INTO phone_line (id, organization_id, phone_number, created_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (organization_id, phone_number) DO NOTHING
            """;

    private static final String LINE = "SELECT id FROM phone_line WHERE organization_id = ?1 AND phone_number = ?2";

    /**
     * The agent's origin in the current transaction. A number that has no line yet gets one, without limits.
     *
     * @param wanted the caller number; null for the agent's own
     */
    static Uni<Origin> of(UUID organizationId, UUID agentId, @Nullable String wanted, Instant now) {
        return agentsNumber(organizationId, agentId)
                .map(numbers -> choose(numbers, wanted))
                .chain(number -> line(organizationId, number, now).map(line -> new Origin(agentId, line, number)));
    }

    private static Uni<List<String>> agentsNumber(UUID organizationId, UUID agentId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(AGENTS_NUMBER, String.class)
                        .setParameter(1, agentId)
                        .setParameter(2, organizationId)
                        .getResultList());
    }

    private static String choose(List<@Nullable String> numbers, @Nullable String wanted) {
        if (numbers.isEmpty()) {
            throw PublicId.AGENT.notFound();
        }
        String number = wanted == null ? numbers.getFirst() : wanted;
        if (number == null) {
            throw ApiException.badRequest(
                    List.of("from_phone_number should not be empty when the agent has no outbound phone number"));
        }
        return number;
    }

    private static Uni<UUID> line(UUID organizationId, String number, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD_LINE)
                        .setParameter(1, Ids.next())
                        .setParameter(2, organizationId)
                        .setParameter(3, number)
                        .setParameter(4, now)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(LINE, UUID.class)
                                .setParameter(1, organizationId)
                                .setParameter(2, number)
                                .getSingleResult()));
    }
}
