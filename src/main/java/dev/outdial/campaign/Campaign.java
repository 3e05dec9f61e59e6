package dev.outdial.campaign;

import dev.outdial.account.Gate;
import dev.outdial.hours.CallingHours;
import dev.outdial.http.ApiException;
import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Calls to a list of people by one agent from one number. Its status changes by its own methods only, which refuse what
 * the present status does not allow; the dialer moves it on by the functions of {@code V2__claim_and_settle.sql}.
 */
@Entity
@DynamicUpdate
public class Campaign extends PanacheEntityBase {

    static final int MAX_CONCURRENT_CALLS_LIMIT = 1_000;
    static final int MAX_CONCURRENT_CALLS_DEFAULT = 5;
    static final int PRIORITY_MAX = 10;
    static final int PRIORITY_DEFAULT = 5;

    private static final Set<CampaignStatus> DELETABLE =
            EnumSet.of(CampaignStatus.DRAFT, CampaignStatus.COMPLETED, CampaignStatus.CANCELLED);

    private static final String LIVE = "id = ?1 and organizationId = ?2 and kind = ?3 and deletedAt is null";

    @Id
    public UUID id;

    public UUID organizationId;

    @Enumerated(EnumType.STRING)
    public CampaignKind kind = CampaignKind.CAMPAIGN;

    public String name;
    public UUID agentId;
    public UUID lineId;
    public String fromPhoneNumber;

    @Enumerated(EnumType.STRING)
    public CampaignStatus status;

    /** Why the dialer has paused it. */
    public @Nullable String statusReason;

    public int maxConcurrentCalls = MAX_CONCURRENT_CALLS_DEFAULT;
    public int priority = PRIORITY_DEFAULT;

    /** A {@link RetryConfig}. */
    public JsonObject retryConfig = RetryConfig.DEFAULT.json();

    /** {@link CallingHours}, by the clocks of those who are called; null for any time. */
    public @Nullable JsonObject callingHours;

    /** Of leads about whom nothing is known. */
    public @Nullable String timeZone;

    public @Nullable JsonObject metadata;
    public @Nullable Instant scheduledAt;
    public @Nullable Instant endsAt;
    public Instant createdAt;
    public Instant updatedAt;

    /** The first time it was running. */
    public @Nullable Instant startedAt;

    public @Nullable Instant completedAt;
    public @Nullable Instant deletedAt;

    /** A draft with every default, not yet stored. */
    static Campaign draft(UUID organizationId, Instant now) {
        Campaign campaign = new Campaign();
        campaign.id = Ids.next();
        campaign.organizationId = organizationId;
        campaign.status = CampaignStatus.DRAFT;
        campaign.createdAt = now;
        campaign.updatedAt = now;
        return campaign;
    }

    /** An organization's campaign as it is now; 404 when it has no such. */
    static Uni<Campaign> known(UUID organizationId, UUID id) {
        return Panache.withSession(() -> Campaign.<Campaign>find(LIVE, id, organizationId, CampaignKind.CAMPAIGN)
                        .<Campaign>firstResult())
                .onItem()
                .ifNull()
                .failWith(PublicId.CAMPAIGN::notFound);
    }

    /**
     * An organization's campaign with both of its locks, to be changed in the current transaction, whose first statement
     * this is: first its gate, then its row. With the gate no settle can be about to fill a slot by the old status or
     * limit, with the row no claim can.
     */
    static Uni<Campaign> locked(UUID organizationId, CampaignKind kind, UUID id) {
        return Gate.close(id)
                .chain(() -> Campaign.<Campaign>find(LIVE, id, organizationId, kind)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .<Campaign>firstResult())
                .onItem()
                .ifNull()
                .failWith(kind::notFound);
    }

    /** Does what {@code action} says, or ends the request with 409. */
    void perform(CampaignAction action, Instant now) {
        switch (action) {
            case START -> start(now);
            case PAUSE -> pause(now);
            case RESUME -> resume(now);
            case CANCEL -> cancel(now);
        }
    }

    /** A draft begins: at once, or at its time. */
    void start(Instant now) {
        CampaignAction.START.check(status);
        begin(now);
    }

    /** No more calls until it is resumed. */
    void pause(Instant now) {
        CampaignAction.PAUSE.check(status);
        become(CampaignStatus.PAUSED, now);
    }

    /** It goes on: at once, or at its time where that is still to come. */
    void resume(Instant now) {
        CampaignAction.RESUME.check(status);
        begin(now);
    }

    /** No more calls ever. Whoever cancels also fails the leads that wait. */
    void cancel(Instant now) {
        CampaignAction.CANCEL.check(status);
        become(CampaignStatus.CANCELLED, now);
    }

    /**
     * Gives it another time to begin at; null for at once.
     *
     * @throws ApiException 409 when it has begun
     */
    void schedule(@Nullable Instant at, Instant now) {
        if (at == null ? scheduledAt == null : at.equals(scheduledAt)) {
            return;
        }
        if (startedAt != null) {
            throw ApiException.conflict("scheduled_at cannot be changed once the campaign has started");
        }
        if (status == CampaignStatus.CANCELLED) {
            throw ApiException.conflict("A cancelled campaign cannot be scheduled");
        }
        scheduledAt = at;
        if (status == CampaignStatus.ACTIVE) {
            begin(now);
        }
    }

    /** Its calls come from this agent and number from now on. */
    void callFrom(Origin origin) {
        agentId = origin.agentId();
        lineId = origin.lineId();
        fromPhoneNumber = origin.phoneNumber();
    }

    /** Takes it away, with its leads. Its row stays for calls that are out and for the log. */
    void delete(Instant now) {
        if (!DELETABLE.contains(status)) {
            throw ApiException.conflict(
                    CampaignAction.campaignThatIs(status) + " cannot be deleted; it can be cancelled first");
        }
        deletedAt = now;
    }

    /** Whether time or the dialer may call its leads without anybody doing anything more. */
    boolean isUnderWay() {
        return status == CampaignStatus.ACTIVE || status == CampaignStatus.RUNNING;
    }

    private void begin(Instant now) {
        if (scheduledAt != null && scheduledAt.isAfter(now)) {
            become(CampaignStatus.ACTIVE, now);
        } else {
            become(CampaignStatus.RUNNING, now);
            startedAt = startedAt == null ? now : startedAt;
        }
    }

    private void become(CampaignStatus next, Instant now) {
        status = next;
        statusReason = null;
        updatedAt = now;
    }
}
