package dev.outdial.agent;

import dev.outdial.http.ApiException;
import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A voice agent as campaigns need it: how an answered call reaches it and how long calls may ring and last. A deleted one
 * keeps its row for the log of its calls.
 *
 * <p>A JSON column is compared as a whole: to change one, assign a new object.
 */
@Entity
@DynamicUpdate
public class Agent extends PanacheEntityBase {

    static final int RING_DURATION_SEC_DEFAULT = 30;
    static final int MAX_CALL_DURATION_SEC_DEFAULT = 600;

    private static final String LIVE = "id = ?1 and organizationId = ?2 and deletedAt is null";
    private static final String USERS = """
            SELECT count(*) FROM campaign
             WHERE organization_id = :organization AND agent_id = :agent AND deleted_at IS NULL
               AND status IN ('draft', 'active', 'running', 'paused')
               AND (kind <> 'direct' OR EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = campaign.id))
            """;

    @Id
    public UUID id;

    public UUID organizationId;
    public String title;
    /** How an answered call reaches it: an object whose {@code kind} says what else is in it. */
    public JsonObject route = AgentFields.Route.SIMULATED.stored();

    public int ringDurationSec = RING_DURATION_SEC_DEFAULT;
    public int maxCallDurationSec = MAX_CALL_DURATION_SEC_DEFAULT;
    /** An IANA name, or null. */
    public @Nullable String timezone;
    /** What a lead's own variables are added to. Flat. */
    public JsonObject defaultDynamicVariables = new JsonObject();
    /** The {@link PhoneLine} of campaigns that name no caller number, or null. */
    public @Nullable UUID outboundPhoneNumberId;

    public boolean voicemailDetection = true;
    /** Fields of the public API that mean nothing to us, kept for the client. */
    public JsonObject settings = new JsonObject();

    public Instant createdAt;
    public Instant updatedAt;
    public @Nullable Instant deletedAt;

    /** A new agent of an organization, not yet stored and without a title. */
    static Agent of(UUID organizationId, Instant now) {
        Agent agent = new Agent();
        agent.id = Ids.next();
        agent.organizationId = organizationId;
        agent.createdAt = now;
        agent.updatedAt = now;
        return agent;
    }

    /** The organization's agent of this id, in the current session; fails with 404 where there is none or no more. */
    public static Uni<Agent> get(UUID id, UUID organizationId) {
        return found(Agent.<Agent>find(LIVE, id, organizationId).firstResult());
    }

    /**
     * As {@link #get}, and it will not be deleted before the current transaction ends: for whoever stores something that
     * is to use it.
     */
    public static Uni<Agent> keep(UUID id, UUID organizationId) {
        return found(Agent.<Agent>find(LIVE, id, organizationId)
                .withLock(LockModeType.PESSIMISTIC_READ)
                .firstResult());
    }

    /** As {@link #get}, for a change in the current transaction. */
    static Uni<Agent> change(UUID id, UUID organizationId) {
        return found(Agent.<Agent>find(LIVE, id, organizationId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult());
    }

    /** Deletes it in the current transaction, in which it was found by {@link #change}. 409 while a campaign needs it. */
    Uni<Void> retire(Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(USERS, Long.class)
                        .setParameter("organization", organizationId)
                        .setParameter("agent", id)
                        .getSingleResult())
                .invoke(campaigns -> {
                    if (campaigns > 0) {
                        throw ApiException.conflict(
                                "The agent is used by campaigns that are not over (%d): cancel them or give them another agent first"
                                        .formatted(campaigns));
                    }
                    deletedAt = now;
                })
                .replaceWithVoid();
    }

    private static Uni<Agent> found(Uni<Agent> agent) {
        return agent.onItem().ifNull().failWith(PublicId.AGENT::notFound);
    }
}
