package dev.outdial.call;

import dev.outdial.campaign.CampaignKind;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, out or ended, or single call that waits, as the view of that name shows it. Only the dialer writes what is behind it. What is null of a
 * call that is out is filled in when it ends; its id and time of creation, and so its place in the list, stay.
 */
@Entity
@Immutable
class CallEntry extends PanacheEntityBase {

    private static final String TRANSCRIPT = "SELECT transcript::text FROM call_result WHERE call_id = :id";

    @Id
    public UUID id;

    public UUID organizationId;
    public UUID campaignId;
    public UUID leadId;
    public UUID agentId;
    public short attempt;
    public String phoneNumber;
    public String fromPhoneNumber;
    /** The carrier's kind; null while a call is out on the operator's usual one. */
    public @Nullable String carrier;

    public @Nullable String carrierCallId;
    /** A word of {@link dev.outdial.carrier.CallStatus}. */
    public String status;

    public @Nullable String endReason;
    public @Nullable String answeredBy;
    public @Nullable Integer sipCode;
    /** From pick-up to end; 0 before the end, and when nobody picked up. */
    public long durationMs;

    /** What its agent has sent of it, but for the transcript. */
    public @Nullable JsonObject result;

    /** Its campaign's. */
    @Enumerated(EnumType.STRING)
    public CampaignKind kind;

    /** The lead's variables. */
    public @Nullable JsonObject metadata;

    public Instant createdAt;
    public @Nullable Instant placedAt;
    public @Nullable Instant answeredAt;
    public @Nullable Instant endedAt;

    /** The organization's attempt of this id, in the current session; fails with 404 where there is none. */
    static Uni<CallEntry> get(UUID id, UUID organizationId, PublicId kind) {
        return CallEntry.<CallEntry>find("id = ?1 and organizationId = ?2", id, organizationId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(kind::notFound);
    }

    /** What was said, as JSON text, in the current session; null while nobody has sent it. */
    Uni<@Nullable String> transcript() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(TRANSCRIPT, String.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull());
    }

    /** Every attempt to reach this one's lead, in their order. */
    Uni<List<CallEntry>> attempts() {
        return find("leadId = ?1 and organizationId = ?2 order by attempt", leadId, organizationId)
                .list();
    }
}
