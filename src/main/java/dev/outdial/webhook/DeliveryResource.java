package dev.outdial.webhook;

import dev.outdial.account.Caller;
import dev.outdial.clock.DatabaseClock;
import dev.outdial.http.ApiException;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Field;
import dev.outdial.http.Once;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an endpoint was told, and how it took it. */
@Tag(ref = "Webhooks")
@Path("/v1/user-webhooks/{id}")
class DeliveryResource {

    private static final String REDELIVER = "SELECT redeliver_v1(?1, ?2, ?3)";
    private static final String NEWEST_FIRST = " order by deliveredAt desc, id desc";

    private final Caller caller;
    private final DatabaseClock clock;
    private final Ping ping;
    private final Once once;

    DeliveryResource(Caller caller, DatabaseClock clock, Ping ping, Once once) {
        this.caller = caller;
        this.clock = clock;
        this.ping = ping;
        this.once = once;
    }

    @GET
    @Path("/deliveries")
    @Operation(operationId = "listDeliveries", summary = "List the attempts to deliver to a webhook")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    @Parameter(
            name = "is_success",
            in = ParameterIn.QUERY,
            description = "Only those that were taken, or only those that were not.",
            schema = @Schema(implementation = Boolean.class))
    public Uni<Page<DeliveryView>> list(String id, @Context UriInfo uri) {
        UUID webhookId = PublicId.WEBHOOK.uuidOrNotFound(id);
        Query query = Query.of(uri);
        Field<Paging> paging = query.paging();
        Boolean success = query.flag("is_success").orNull();
        return Panache.withSession(() -> Webhook.get(webhookId, caller.organizationId())
                .chain(webhook -> page(webhook.id, success, paging.get())));
    }

    private static Uni<Page<DeliveryView>> page(UUID webhookId, @Nullable Boolean success, Paging paging) {
        PanacheQuery<WebhookAttempt> attempts = success == null
                ? WebhookAttempt.find("webhookId = ?1" + NEWEST_FIRST, webhookId)
                : WebhookAttempt.find("webhookId = ?1 and isSuccess = ?2" + NEWEST_FIRST, webhookId, success);
        return attempts.count()
                .chain(total -> attempts.range(paging.offset(), paging.last())
                        .<WebhookAttempt>list()
                        .map(rows -> Page.of(
                                paging,
                                total,
                                rows.stream().map(DeliveryView::of).toList())));
    }

    /** The same event with the same {@code webhook-id} and body, whether it was taken or not. */
    @POST
    @Path("/deliveries/{delivery}/redeliver")
    @Operation(operationId = "redeliver", summary = "Deliver an event to a webhook once more")
    @Conflicts("The webhook is inactive, or the event is forgotten.")
    public Uni<Redelivery> redeliver(String id, String delivery) {
        UUID webhookId = PublicId.WEBHOOK.uuidOrNotFound(id);
        UUID attemptId = PublicId.DELIVERY.uuidOrNotFound(delivery);
        return once.transaction(() -> Webhook.get(webhookId, caller.organizationId())
                .invoke(DeliveryResource::checkActive)
                .chain(() -> WebhookAttempt.get(attemptId, webhookId))
                .chain(this::queue));
    }

    private Uni<Redelivery> queue(WebhookAttempt attempt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(REDELIVER, Boolean.class)
                        .setParameter(1, attempt.webhookId)
                        .setParameter(2, attempt.id)
                        .setParameter(3, clock.realTime())
                        .getSingleResult())
                .map(queued -> {
                    if (!queued || attempt.eventId == null) {
                        throw ApiException.conflict("There is nothing to deliver any more");
                    }
                    return new Redelivery(
                            "The event will be delivered again.", true, PublicId.EVENT.text(attempt.eventId));
                });
    }

    private static void checkActive(Webhook webhook) {
        if (!webhook.isActive) {
            throw ApiException.conflict("An inactive webhook is sent nothing; set is_active to true first");
        }
    }

    /** Also to an inactive one, so that it can be tried before it is needed. */
    @POST
    @Path("/test")
    @Operation(operationId = "testWebhook", summary = "Send a webhook.test event and see what comes back")
    public Uni<Ping.Echo> test(String id) {
        UUID webhookId = PublicId.WEBHOOK.uuidOrNotFound(id);
        return once.repeatable(() -> Panache.withSession(() -> Webhook.get(webhookId, caller.organizationId()))
                .chain(ping::send));
    }

    /** That an event is in the queue again. */
    record Redelivery(String message, boolean success, String eventId) {}

    /**
     * One attempt.
     *
     * @param eventId null for what the service decided by itself
     * @param retryAttempt 0 for the first
     * @param parentDeliveryId the first attempt that this one repeats
     * @param responseStatus null where there was no answer; error_message says more
     * @param responseSnippet the first kilobyte of the answer
     */
    record DeliveryView(
            String id,
            String webhookId,
            String event,
            @Nullable String eventId,
            @Nullable String callId,
            @Nullable Integer responseStatus,
            boolean isSuccess,
            @Nullable String errorMessage,
            @Nullable String responseSnippet,
            int retryAttempt,
            @Nullable String parentDeliveryId,
            int durationMs,
            Instant deliveredAt) {

        static DeliveryView of(WebhookAttempt attempt) {
            return new DeliveryView(
                    PublicId.DELIVERY.text(attempt.id),
                    PublicId.WEBHOOK.text(attempt.webhookId),
                    attempt.event,
                    text(PublicId.EVENT, attempt.eventId),
                    text(PublicId.CALL, attempt.callId),
                    attempt.responseStatus,
                    attempt.isSuccess,
                    attempt.errorMessage,
                    attempt.responseSnippet,
                    attempt.retryAttempt,
                    text(PublicId.DELIVERY, attempt.parentId),
                    attempt.durationMs,
                    attempt.deliveredAt);
        }

        private static @Nullable String text(PublicId kind, @Nullable UUID id) {
            return id == null ? null : kind.text(id);
        }
    }
}
