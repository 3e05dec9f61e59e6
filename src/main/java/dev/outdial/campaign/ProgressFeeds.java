package dev.outdial.campaign;

import dev.outdial.campaign.CampaignResource.StatusView;
import dev.outdial.http.ApiException;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
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

    private final Vertx vertx;
    private final InstantSource clock;
    private final ConcurrentMap<UUID, Multi<Reading>> feeds = new ConcurrentHashMap<>();

    ProgressFeeds(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** How far an organization's campaign has come; 404 when it has no such. */
    Uni<Reading> read(UUID organizationId, UUID campaignId) {
        return Standing.of(organizationId, campaignId, clock.instant()).map(Reading::of);
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
        Context context = VertxContext.getRootContext(vertx.getOrCreateContext());
        return Multi.createFrom()
                .deferred(() -> {
                    Changes changes = new Changes();
                    return Multi.createFrom()
                            .ticks()
                            .every(PACE)
                            .onOverflow()
                            .drop()
                            .onItem()
                            .transformToUniAndConcatenate(_ -> Uni.createFrom()
                                    .deferred(() -> read(organizationId, campaignId))
                                    .runSubscriptionOn(task -> runOnContextOfItsOwn(context, task))
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

    /** A session of Hibernate needs one, and nobody else may be on it meanwhile. */
    private static void runOnContextOfItsOwn(Context context, Runnable task) {
        Context own = VertxContext.createNewDuplicatedContext(context);
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(_ -> task.run());
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

        static Reading of(Standing standing) {
            Progress progress = standing.progress();
            String id = "%s.%d.%d.%d.%d.%x"
                    .formatted(
                            standing.status().word(),
                            progress.total,
                            progress.completed,
                            progress.failed,
                            progress.inFlight,
                            Objects.hashCode(standing.statusReason()));
            boolean over = OVER.contains(standing.status()) && progress.pending() == 0 && progress.inFlight == 0;
            return new Reading(id, over, StatusView.of(standing));
        }
    }
}
