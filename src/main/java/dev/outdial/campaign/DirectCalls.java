package dev.outdial.campaign;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;

/**
 * Single calls. Each is a lead of a campaign that nobody sees, one for every agent and caller number of an organization, so
 * that the engine knows no other kind of call; and it has the lead's id, so that its client knows it before it is made.
 */
@ApplicationScoped
public class DirectCalls {

    /** Made where it is missing, and resumed where the dialer has paused it: whoever calls again wants another try. */
    private static final String OPEN = """
            INSERT INTO campaign (id, organization_id, kind, name, agent_id, line_id, from_phone_number, status,
                                  max_concurrent_calls, priority, retry_config, created_at, updated_at, started_at)
            VALUES (:id, :organization, 'direct', 'Single calls', :agent, :line, :number, 'running', :calls, :priority,
                    CAST(CAST(:retries AS text) AS jsonb), :now, :now, :now)
                ON CONFLICT (organization_id, agent_id, line_id) WHERE kind = 'direct' DO UPDATE
               SET status = 'running', status_reason = NULL, updated_at = excluded.updated_at
            """;

    private final Enrollment enrollment;
    private final InstantSource clock;

    DirectCalls(Enrollment enrollment, InstantSource clock) {
        this.enrollment = enrollment;
        this.clock = clock;
    }

    /**
     * Queues a call, which starts as soon as the limits allow; 404, 400 or 409 where it cannot be made.
     *
     * @param answer what the client is told
     */
    public <T> Uni<T> queue(UUID organizationId, NewCall call, Function<Queued, T> answer) {
        Instant now = clock.instant();
        return Panache.withTransaction(() -> Origin.of(organizationId, call.agentId(), call.fromPhoneNumber(), now)
                        .chain(origin -> campaign(organizationId, origin, now)))
                .chain(campaign -> {
                    NewLead lead = call.lead(campaign.fromPhoneNumber);
                    Queued queued = new Queued(lead.id(), lead.phoneNumber(), campaign.fromPhoneNumber, now);
                    return enrollment.add(
                            campaign, lead, now, _ -> Uni.createFrom().item(answer.apply(queued)));
                });
    }

    private static Uni<Campaign> campaign(UUID organizationId, Origin origin, Instant now) {
        return find(organizationId, origin)
                .chain(found -> found != null && found.status == CampaignStatus.RUNNING
                        ? Uni.createFrom().item(found)
                        : open(organizationId, origin, now).chain(() -> find(organizationId, origin)));
    }

    private static Uni<Campaign> find(UUID organizationId, Origin origin) {
        return Campaign.<Campaign>find(
                        "organizationId = ?1 and agentId = ?2 and lineId = ?3 and kind = ?4",
                        organizationId,
                        origin.agentId(),
                        origin.lineId(),
                        CampaignKind.DIRECT)
                .firstResult();
    }

    private static Uni<Void> open(UUID organizationId, Origin origin, Instant now) {
        Campaign campaign = Campaign.draft(organizationId, now);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OPEN)
                        .setParameter("id", campaign.id)
                        .setParameter("organization", organizationId)
                        .setParameter("agent", origin.agentId())
                        .setParameter("line", origin.lineId())
                        .setParameter("number", origin.phoneNumber())
                        .setParameter("calls", Campaign.MAX_CONCURRENT_CALLS_LIMIT)
                        .setParameter("priority", Campaign.PRIORITY_MAX)
                        .setParameter("retries", RetryConfig.DEFAULT.json().encode())
                        .setParameter("now", now)
                        .executeUpdate()
                        // What was found paused must be read again.
                        .invoke(session::clear))
                .replaceWithVoid();
    }

    /**
     * A call that waits to be made.
     *
     * @param id the call's
     */
    public record Queued(UUID id, String toPhoneNumber, String fromPhoneNumber, Instant createdAt) {}
}
