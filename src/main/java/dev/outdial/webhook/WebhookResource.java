package dev.outdial.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.outdial.account.Caller;
import dev.outdial.clock.DatabaseClock;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Input;
import dev.outdial.http.Once;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.ShownOnce;
import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Destinations;
import dev.outdial.webhook.wire.Vault;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Who is told what happens. A secret is shown once, when its webhook is made. */
@Tag(ref = "Webhooks")
@Path("/v1/user-webhooks")
class WebhookResource {

    private static final String NEWEST_FIRST = "organizationId = ?1 order by createdAt desc, id desc";

    private final Caller caller;
    private final DatabaseClock clock;
    private final Destinations destinations;
    private final Courier courier;
    private final Vault vault;
    private final Once once;

    WebhookResource(
            Caller caller, DatabaseClock clock, Destinations destinations, Courier courier, Vault vault, Once once) {
        this.caller = caller;
        this.clock = clock;
        this.destinations = destinations;
        this.courier = courier;
        this.vault = vault;
        this.once = once;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createWebhook", summary = "Subscribe an endpoint; its secret is in this answer only")
    @RequestBodySchema(WebhookBodies.New.class)
    @Conflicts("The organization has as many webhooks as it may.")
    public Uni<WebhookAnswer> create(Input in) {
        WebhookFields fields = WebhookFields.ofNew(in, destinations);
        Webhook webhook = Webhook.of(caller.organizationId(), clock.instant());
        fields.applyTo(webhook, vault, clock.instant(), clock.realTime());
        return fields.lookUp(courier)
                .chain(() -> once.transaction(() -> webhook.add()
                        .map(made -> WebhookAnswer.of(
                                "Webhook created.",
                                WebhookView.of(made, fields.secret().get())))));
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "List the webhooks")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    public Uni<Webhooks> list(@Context UriInfo uri) {
        Paging paging = Query.of(uri).paging().get();
        return Panache.withSession(() -> page(caller.organizationId(), paging));
    }

    // A query takes hold of a session when it is made, so it must not be made outside of one.
    private static Uni<Webhooks> page(UUID organizationId, Paging paging) {
        PanacheQuery<Webhook> all = Webhook.find(NEWEST_FIRST, organizationId);
        return all.count()
                .chain(total -> all.range(paging.offset(), paging.last())
                        .<Webhook>list()
                        .map(rows -> Webhooks.of(rows, total, paging)));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getWebhook", summary = "Look at a webhook and how it is doing")
    public Uni<WebhookAnswer> get(String id) {
        UUID webhookId = PublicId.WEBHOOK.uuidOrNotFound(id);
        return Panache.withSession(() -> Webhook.get(webhookId, caller.organizationId()))
                .map(webhook -> WebhookAnswer.of("Webhook found.", WebhookView.of(webhook)));
    }

    @PATCH
    @Path("/{id}")
    @Operation(
            operationId = "changeWebhook",
            summary = "Change a webhook; a secret that is replaced signs as well for a day")
    @RequestBodySchema(WebhookBodies.Change.class)
    public Uni<WebhookAnswer> change(String id, Input in) {
        UUID webhookId = PublicId.WEBHOOK.uuidOrNotFound(id);
        WebhookFields fields = WebhookFields.ofChange(in, destinations);
        return fields.lookUp(courier)
                .chain(() -> Panache.withTransaction(() -> Webhook.change(webhookId, caller.organizationId())
                        .invoke(webhook -> fields.applyTo(webhook, vault, clock.instant(), clock.realTime()))))
                .map(webhook -> WebhookAnswer.of("Webhook changed.", WebhookView.of(webhook)));
    }

    /** What is waiting for it is forgotten soon after. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook; nothing more is sent to it")
    public Uni<Deleted> delete(String id) {
        UUID webhookId = PublicId.WEBHOOK.uuidOrNotFound(id);
        return Panache.withTransaction(
                        () -> Webhook.change(webhookId, caller.organizationId()).chain(Webhook::delete))
                .replaceWith(new Deleted("Webhook deleted.", id, true));
    }

    /** That it is gone. */
    record Deleted(String message, String id, boolean success) {}

    /**
     * An organization's webhooks.
     *
     * @param total how many there are in all
     */
    record Webhooks(
            String message,
            List<WebhookView> webhooks,
            int page,
            int limit,
            long total,
            @JsonProperty("totalPages") long totalPages) {

        static Webhooks of(List<Webhook> rows, long total, Paging paging) {
            Page.Meta meta = Page.Meta.of(paging, total);
            return new Webhooks(
                    "Webhooks found.",
                    rows.stream().map(WebhookView::of).toList(),
                    meta.page(),
                    meta.limit(),
                    meta.total(),
                    meta.totalPages());
        }
    }

    /** A webhook twice, once by itself and once field by field: clients of the public API look in either place. */
    @ShownOnce
    record WebhookAnswer(
            String message,
            WebhookView webhook,
            @JsonUnwrapped WebhookView fields) {

        static WebhookAnswer of(String message, WebhookView webhook) {
            return new WebhookAnswer(message, webhook, webhook);
        }
    }

    /**
     * A webhook.
     *
     * @param secret itself when it was just made, else asterisks
     * @param previousSecretUntil until when the secret that was replaced signs as well
     * @param failingSince the first failure after the last success; null while it is well
     * @param disabledAt when the service made it inactive by itself
     */
    record WebhookView(
            String id,
            String organizationId,
            String url,
            List<String> events,
            String secret,
            boolean isActive,
            int retryCount,
            int timeoutMs,
            @Nullable Instant previousSecretUntil,
            @Nullable Instant failingSince,
            @Nullable Instant disabledAt,
            @Nullable String disabledReason,
            Instant createdAt,
            Instant updatedAt) {

        private static final String MASK = "********";

        static WebhookView of(Webhook webhook) {
            return of(webhook, MASK);
        }

        static WebhookView of(Webhook webhook, String secret) {
            return new WebhookView(
                    PublicId.WEBHOOK.text(webhook.id),
                    PublicId.ORGANIZATION.text(webhook.organizationId),
                    webhook.url,
                    List.of(webhook.events),
                    secret,
                    webhook.isActive,
                    webhook.retryCount,
                    webhook.timeoutMs,
                    webhook.previousSecretUntil,
                    webhook.failingSince,
                    webhook.disabledAt,
                    webhook.disabledReason,
                    webhook.createdAt,
                    webhook.updatedAt);
        }
    }
}
