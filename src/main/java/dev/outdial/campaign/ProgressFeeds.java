package dev.outdial.campaign;

import dev.outdial.campaign.CampaignResource.StatusView;
import dev.outdial.http.ApiException;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads how far campaigns have come, again and again while anybody listens: one reader for a campaign, however many
 * listen to it here. It starts with the first listener and ends with the last.
 */
@ApplicationScoped
class ProgressFeeds {

    private static final Duration PACE = Duration.ofMillis(250);

    /** Every so many readings there is a beat: one that is told even if nothing has changed. */
    private static final int READINGS_PER_BEAT = 4;

    private static final String READ = """
            SELECT c.id, c.status, c.status_reason, c.max_concurrent_calls, c.started_at, c.completed_at,
                   p.total, p.completed, p.failed, p.busy_ms, o.in_flight
              FROM campaign c
             CROSS JOIN LATERAL (
                       SELECT coalesce(sum(s.total), 0)::bigint AS total,
                              coalesce(sum(s.completed), 0)::bigint AS completed,
                              coalesce(sum(s.failed), 0)::bigint AS failed,
                              coalesce(sum(s.busy_ms), 0)::bigint AS busy_ms
                         FROM campaign_progress s WHERE s.campaign_id = c.id) p
             CROSS JOIN LATERAL (
                       SELECT count(*) AS in_flight
                         FROM open_call o WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) o
             WHERE c.id = $1 AND c.organization_id = $2 AND c.deleted_at IS NULL""";

    private final Pool pool;
    private final InstantSource clock;
    private final ConcurrentMap<UUID, Multi<Reading>> feeds = new ConcurrentHashMap<>();

    ProgressFeeds(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** How far an organization's campaign has come; 404 when it has no such. */
    Uni<Reading> read(UUID organizationId, UUID campaignId) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(campaignId, organizationId))
                .map(rows -> {
                    RowIterator<Row> row = rows.iterator();
                    if (!row.hasNext()) {
                        throw PublicId.CAMPAIGN.notFound();
                    }
                    return Reading.of(row.next(), clock.instant());
                });
    }

    /**
     * What is read from now on, when it changed and at each beat; it fails once the campaign is gone. Whoever listens
     * must ask for all of it, or everybody waits for the slowest.
     */
    Multi<Reading> of(UUID organizationId, UUID campaignId) {
        return feeds.computeIfAbsent(campaignId, id -> open(organizationId, id));
    }

    /** Whether anybody listens to this campaign here. */
    boolean isRead(UUID campaignId) {
        return feeds.containsKey(campaignId);
    }

    private Multi<Reading> open(UUID organizationId, UUID campaignId) {
        return Multi.createFrom()
                .deferred(() -> {
                    Changes changes = new Changes();
                    return Multi.createFrom()
                            .ticks()
                            .every(PACE)
                            .onOverflow()
                            .drop()
                            .onItem()
                            .transformToUniAndConcatenate(_ -> read(organizationId, campaignId)
                                    // All but the 404: the database is away, and the listeners stay.
                                    .onFailure(failure -> !(failure instanceof ApiException))
                                    .recoverWithItem(changes::last))
                            .select()
                            .where(changes::isWorthTelling);
                })
                .onTermination()
                .invoke(() -> feeds.remove(campaignId))
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }

    /** What one reader has told. While the database is away it tells what it knew. */
    private static final class Changes {

        private @Nullable Reading told;
        private int readings;

        @Nullable
        Reading last() {
            return told;
        }

        boolean isWorthTelling(Reading reading) {
            readings++;
            boolean changed = told == null || !told.id().equals(reading.id());
            told = reading;
            return changed || readings % READINGS_PER_BEAT == 0;
        }
    }

    /**
     * How far a campaign had come at some moment.
     *
     * @param id of all that is a change
     * @param isOver whether nothing more will come, unless somebody adds a lead
     */
    record Reading(String id, boolean isOver, StatusView view) {

        private static final Set<CampaignStatus> OVER = EnumSet.of(CampaignStatus.COMPLETED, CampaignStatus.CANCELLED);

        static Reading of(Row row, Instant now) {
            Campaign campaign = new Campaign();
            campaign.id = row.getUUID("id");
            campaign.status = CampaignStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
            campaign.statusReason = row.getString("status_reason");
            campaign.maxConcurrentCalls = row.getInteger("max_concurrent_calls");
            campaign.startedAt = instant(row.getOffsetDateTime("started_at"));
            campaign.completedAt = instant(row.getOffsetDateTime("completed_at"));
            Progress progress = new Progress();
            progress.total = row.getLong("total");
            progress.completed = row.getLong("completed");
            progress.failed = row.getLong("failed");
            progress.busyMs = row.getLong("busy_ms");
            progress.inFlight = row.getLong("in_flight");
            return of(new Standing(campaign, progress), now);
        }

        private static Reading of(Standing standing, Instant now) {
            Campaign campaign = standing.campaign();
            Progress progress = standing.progress();
            String id = "%s.%d.%d.%d.%d.%x"
                    .formatted(
                            campaign.status.word(),
                            progress.total,
                            progress.completed,
                            progress.failed,
                            progress.inFlight,
                            Objects.hashCode(campaign.statusReason));
            boolean over = OVER.contains(campaign.status) && progress.pending() == 0 && progress.inFlight == 0;
            return new Reading(id, over, StatusView.of(standing, now));
        }

        private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
            return time == null ? null : time.toInstant();
        }
    }
}
