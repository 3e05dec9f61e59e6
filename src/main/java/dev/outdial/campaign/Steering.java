package dev.outdial.campaign;

import dev.outdial.campaign.CampaignResource.CampaignView;
import dev.outdial.http.Once;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Changes campaigns under their locks, and answers only when what the new status promises is true: after a pause or a
 * cancel no call starts, after a cancel no lead waits.
 */
@ApplicationScoped
class Steering {

    private static final String FAIL_WAITING = "SELECT fail_waiting_v1($1, $2, $3, $4) AS failed";

    /** Leads failed in one transaction, so that none holds the campaign's row for long. */
    private static final int BATCH = 5_000;

    private final InstantSource clock;
    private final Pool pool;
    private final Standstill standstill;
    private final Once once;
    private final Event<LeadsDue> leadsDue;

    Steering(InstantSource clock, Pool pool, Standstill standstill, Once once, Event<LeadsDue> leadsDue) {
        this.clock = clock;
        this.pool = pool;
        this.standstill = standstill;
        this.once = once;
        this.leadsDue = leadsDue;
    }

    /** Stores a new campaign. */
    Uni<Campaign> create(UUID organizationId, NewCampaign wanted) {
        return once.transaction(
                        () -> wanted.store(organizationId)
                                .call(made -> Announcement.of(made, CampaignStatus.DRAFT, clock.instant())),
                        made -> CampaignView.of(Standing.ofNew(made, wanted.now())))
                .invoke(this::tell);
    }

    /** Does what an action says. */
    Uni<Change> perform(UUID organizationId, UUID campaignId, CampaignAction action) {
        return make(
                organizationId,
                CampaignKind.CAMPAIGN,
                campaignId,
                campaign -> once.first().map(first -> {
                    if (first) {
                        campaign.perform(action, clock.instant());
                    }
                    return first;
                }));
    }

    /**
     * Changes a campaign in a transaction of its own.
     *
     * @param edit what to do to the locked campaign; its failure undoes everything
     */
    Uni<Change> change(UUID organizationId, UUID campaignId, Function<Campaign, Uni<Void>> edit) {
        return change(organizationId, CampaignKind.CAMPAIGN, campaignId, edit);
    }

    /** The same with one of any kind. */
    Uni<Change> change(UUID organizationId, CampaignKind kind, UUID campaignId, Function<Campaign, Uni<Void>> edit) {
        return make(
                organizationId,
                kind,
                campaignId,
                campaign -> edit.apply(campaign).replaceWith(true));
    }

    /** As {@link #change}, with an edit that tells whether it was made now: what follows it is done in any case. */
    private Uni<Change> make(
            UUID organizationId, CampaignKind kind, UUID campaignId, Function<Campaign, Uni<Boolean>> edit) {
        return Panache.withTransaction(() -> Campaign.locked(organizationId, kind, campaignId)
                        .chain(campaign -> {
                            CampaignStatus before = campaign.status;
                            JsonObject hours = campaign.callingHours;
                            String zone = campaign.timeZone;
                            return edit.apply(campaign)
                                    .call(() -> Announcement.of(campaign, before, clock.instant()))
                                    .map(now -> new Change(
                                            campaign,
                                            !now || campaign.status != before,
                                            !Objects.equals(hours, campaign.callingHours)
                                                    || !Objects.equals(zone, campaign.timeZone),
                                            0));
                        }))
                .chain(this::finish)
                .invoke(change -> tell(change.campaign()));
    }

    private Uni<Change> finish(Change change) {
        Campaign campaign = change.campaign();
        if (!change.ofStatus()) {
            // What was claimed by the old hours is not started once the new ones have been answered.
            return change.ofHours() && campaign.isUnderWay()
                    ? standstill.of(campaign).replaceWith(change)
                    : Uni.createFrom().item(change);
        }
        return switch (campaign.status) {
            case DRAFT, ACTIVE, RUNNING, COMPLETED -> Uni.createFrom().item(change);
            case PAUSED -> standstill.of(campaign).replaceWith(change);
            case CANCELLED ->
                standstill
                        .of(campaign)
                        .chain(() -> failWaiting(campaign, 0))
                        .map(failed -> new Change(campaign, true, change.ofHours(), failed));
        };
    }

    /** What a crash leaves of this is done by the dialer's tick. */
    private Uni<Integer> failWaiting(Campaign campaign, int before) {
        return pool.preparedQuery(FAIL_WAITING)
                .execute(Tuple.of(
                        campaign.id, Progress.API_SHARD, clock.instant().atOffset(ZoneOffset.UTC), BATCH))
                .map(rows -> rows.iterator().next().getInteger("failed"))
                .chain(failed -> failed == 0 ? Uni.createFrom().item(before) : failWaiting(campaign, before + failed));
    }

    private void tell(Campaign campaign) {
        if (campaign.isUnderWay()) {
            leadsDue.fire(new LeadsDue());
        }
    }

    /**
     * What became of a campaign.
     *
     * @param ofStatus whether it has another status now than before
     * @param ofHours whether it is time to call at other times than before
     * @param failed leads that waited and were failed
     */
    record Change(Campaign campaign, boolean ofStatus, boolean ofHours, int failed) {}
}
