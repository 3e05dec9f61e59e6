package dev.outdial.campaign;

import dev.outdial.hours.LeadZones;
import dev.outdial.http.ApiException;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A person to be called. The row is for its owner to change only before the first call; from then on it is the dialer's,
 * which writes it once more, at the lead's end. Where a lead stands is told by {@link LeadStatus}.
 */
@Entity
@DynamicUpdate
public class Lead extends PanacheEntityBase {

    static final int NAME_MAX = 200;
    static final int EXTERNAL_ID_MAX = 200;
    static final int NOTES_MAX = 15;
    static final int PRIORITY_MAX = 10;
    static final int PRIORITY_DEFAULT = 5;

    /**
     * The row of the queue, taken as the claim takes it: which of the two comes second finds it gone, or waits for the
     * first to commit and reads what it wrote. The number that is dialed is therefore the one that was last answered.
     */
    private static final String TAKE_FROM_QUEUE = """
            SELECT d.lead_id
              FROM lead l
              JOIN campaign c ON c.id = l.campaign_id
              JOIN lead_due d ON d.lead_id = l.id
             WHERE l.id = ?1 AND l.organization_id = ?2 AND c.kind = 'campaign' AND c.deleted_at IS NULL
               AND d.attempt = 1
               FOR UPDATE OF d""";

    @Id
    public UUID id;

    public UUID campaignId;
    public UUID organizationId;

    /** E.164. */
    public String phoneNumber;

    public @Nullable String name;

    /** The variables of its calls, at most {@value #NOTES_MAX}. */
    public JsonObject notes;

    public @Nullable String timeZone;

    /** Whose clocks tell whether it may be called: {@link LeadZones#of}. */
    public String zones;

    public short priority;
    public @Nullable String externalId;

    /** {@code completed} or {@code failed}, set once. */
    @Column(name = "final")
    public @Nullable String outcome;

    public @Nullable String endReason;
    public short attempts;
    public Instant createdAt;
    public Instant updatedAt;
    public @Nullable Instant removedAt;

    /**
     * An organization's lead, held back from the dialer until the current transaction ends; this must be the
     * transaction's first statement. Null when there is no such lead, or it is no longer to be changed.
     */
    static Uni<@Nullable Lead> beforeItsFirstCall(UUID organizationId, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(TAKE_FROM_QUEUE, UUID.class)
                        .setParameter(1, id)
                        .setParameter(2, organizationId)
                        .getSingleResultOrNull())
                .onItem()
                .ifNotNull()
                .transformToUni(found ->
                        Lead.<Lead>find("id = ?1 and removedAt is null", found).firstResult());
    }

    /** The organization's lead as it is; 404 when it was removed, with its campaign or by itself. */
    static Uni<Lead> known(UUID organizationId, UUID id) {
        return Lead.<Lead>find(
                        "from Lead l where l.id = ?1 and l.organizationId = ?2 and l.removedAt is null"
                                + " and exists (from Campaign c where c.id = l.campaignId and c.kind = CAMPAIGN"
                                + " and c.deletedAt is null)",
                        id,
                        organizationId)
                .<Lead>firstResult()
                .onItem()
                .ifNull()
                .failWith(PublicId.LEAD::notFound);
    }

    /** Why it is too late to change this lead. */
    ApiException unchangeable() {
        return ApiException.conflict(
                outcome != null && attempts == 0
                        ? "A lead cannot be changed once its campaign is over"
                        : "A lead cannot be changed once it was dialed");
    }
}
