package dev.outdial.campaign;

import dev.outdial.http.ApiException;
import dev.outdial.http.Once;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Batches. Until its file has been stored whole, a batch is a draft that nobody is shown; what a crash leaves of it calls
 * nobody.
 */
@ApplicationScoped
public class Batches {

    private static final Set<CampaignStatus> SHOWN = EnumSet.complementOf(EnumSet.of(CampaignStatus.DRAFT));

    private final Enrollment enrollment;
    private final Steering steering;
    private final Once once;
    private final InstantSource clock;
    private final Vertx vertx;

    Batches(Enrollment enrollment, Steering steering, Once once, InstantSource clock, Vertx vertx) {
        this.enrollment = enrollment;
        this.steering = steering;
        this.once = once;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** What can be done to a batch. */
    public enum Action {
        PAUSE,
        RESUME,
        CANCEL;

        CampaignAction ofCampaign() {
            return CampaignAction.valueOf(name());
        }
    }

    /**
     * Stores a batch with the leads of a file, all of them or nothing, and starts it.
     *
     * @param answer what the client is told
     */
    public <T> Uni<T> create(UUID organizationId, NewBatch wanted, Path file, Function<Created, T> answer) {
        // Files are read by worker threads, where Hibernate Reactive refuses to work.
        Executor request = MutinyHelper.executor(vertx.getOrCreateContext());
        return once.repeated()
                .chain(() -> Panache.withTransaction(() -> wanted.store(organizationId)))
                .chain(campaign -> fill(campaign, wanted.terms(), file)
                        .emitOn(request)
                        .onFailure()
                        .call(() -> forget(campaign))
                        .chain(added -> start(
                                campaign,
                                batch -> answer.apply(new Created(
                                        batch, added.leadsCreated() + added.leadsSkipped(), added.leadsSkipped())))));
    }

    /** An organization's batch; 404 when it has no such. */
    public Uni<Batch> find(UUID organizationId, UUID id) {
        return Standing.of(organizationId, CampaignKind.BATCH, id, clock.instant())
                .map(Batch::of);
    }

    /** A page of an organization's batches, newest first. */
    public Uni<Page<Batch>> page(UUID organizationId, Collection<CampaignStatus> statuses, Paging paging) {
        List<CampaignStatus> shown = statuses.stream().filter(SHOWN::contains).toList();
        return Standing.page(organizationId, CampaignKind.BATCH, shown, "", paging, clock.instant())
                .map(page -> new Page<>(page.data().stream().map(Batch::of).toList(), page.meta()));
    }

    /** Does what an action says, or ends the request with 404, or with 400 where the status does not allow it. */
    public Uni<Acted> act(UUID organizationId, UUID id, Action named) {
        CampaignAction action = named.ofCampaign();
        return steering.change(organizationId, CampaignKind.BATCH, id, campaign -> {
                    if (!action.isAllowedFrom(campaign.status)) {
                        throw ApiException.badRequest(action.refusal(campaign.status, "batch"));
                    }
                    campaign.perform(action, clock.instant());
                    return Uni.createFrom().voidItem();
                })
                .chain(change -> Standing.of(change.campaign(), clock.instant())
                        .map(standing -> Acted.of(action, standing, change.failed())));
    }

    private Uni<LeadsAdded> fill(Campaign campaign, Terms terms, Path file) {
        return UploadedFile.of(file, terms, campaign)
                .read(leads -> enrollment.fill(campaign, terms, leads).map(RestResponse::getEntity))
                .invoke(added -> {
                    if (added.leadsCreated() == 0) {
                        throw ApiException.badRequest("The file has no row that can be called");
                    }
                });
    }

    /** A request that is sent again makes another draft, which stays one. */
    private <T> Uni<T> start(Campaign campaign, Function<Batch, T> answer) {
        AtomicReference<@Nullable T> told = new AtomicReference<>();
        return steering.change(
                        campaign.organizationId,
                        CampaignKind.BATCH,
                        campaign.id,
                        stored -> once.transaction(() -> started(stored).map(answer))
                                .invoke(told::set)
                                .replaceWithVoid())
                .map(_ -> Objects.requireNonNull(told.get()));
    }

    private Uni<Batch> started(Campaign stored) {
        Instant now = clock.instant();
        stored.start(now);
        return Standing.of(stored, now).map(Batch::of);
    }

    private static Uni<Boolean> forget(Campaign campaign) {
        return Panache.withTransaction(() -> Campaign.deleteById(campaign.id));
    }

    /**
     * A batch that was just made.
     *
     * @param records rows of its file
     * @param skipped those that are no leads: they have no number, or one that came before
     */
    public record Created(Batch batch, int records, int skipped) {}

    /**
     * What an action has done.
     *
     * @param done "paused"
     * @param initiated calls that are out, which go on
     * @param queued leads that wait and can be dialed now
     * @param removedFromQueue leads that could be dialed before and cannot now
     * @param cancelled leads that waited and were failed
     * @param resumed leads that wait and can be dialed again
     */
    public record Acted(
            Batch batch,
            String done,
            long initiated,
            long queued,
            long removedFromQueue,
            long cancelled,
            long resumed) {

        static Acted of(CampaignAction action, Standing standing, int failed) {
            CampaignActions.AffectedCalls calls = CampaignActions.AffectedCalls.of(action, standing.progress(), failed);
            return new Acted(
                    Batch.of(standing),
                    action.done(),
                    calls.initiated(),
                    calls.queued(),
                    calls.removedFromQueue(),
                    calls.cancelledCallLogs(),
                    calls.resumedCallLogs());
        }
    }
}
