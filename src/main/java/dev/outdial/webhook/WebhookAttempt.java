package dev.outdial.webhook;

import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One attempt to deliver an event, or what the service decided about an endpoint. Written once, mostly by the sender. */
@Entity
@Immutable
public class WebhookAttempt extends PanacheEntityBase {

    @Id
    public UUID id;

    public UUID webhookId;
    /** Null for a decision of the service. */
    public @Nullable UUID eventId;

    public String event;
    public @Nullable UUID callId;
    /** 0 for the first. */
    public int retryAttempt;
    /** The first attempt that this one repeats. */
    public @Nullable UUID parentId;

    public @Nullable Integer responseStatus;
    public boolean isSuccess;
    public @Nullable String errorMessage;
    public @Nullable String responseSnippet;
    public int durationMs;
    public Instant deliveredAt;

    /** The attempt of this id at an endpoint, in the current session; fails with 404 where there is none. */
    static Uni<WebhookAttempt> get(UUID id, UUID webhookId) {
        return WebhookAttempt.<WebhookAttempt>find("id = ?1 and webhookId = ?2", id, webhookId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(PublicId.DELIVERY::notFound);
    }
}
