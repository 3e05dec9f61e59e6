package dev.outdial.webhook;

import dev.outdial.http.ApiException;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Text;
import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Destinations;
import dev.outdial.webhook.wire.SigningSecret;
import dev.outdial.webhook.wire.Target;
import dev.outdial.webhook.wire.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What a client says of a webhook, the same for a new one and for a change: a field that is left out stays as it is. */
record WebhookFields(
        Text url,
        Field<List<String>> events,
        Text secret,
        Field<Boolean> isActive,
        Field<Integer> retryCount,
        Field<Integer> timeoutMs) {

    static final int URL_MAX = 150;
    static final int SECRET_MIN = 16;
    static final int SECRET_MAX = 200;
    static final int RETRIES_MAX = 10;
    static final int TIMEOUT_MIN = 1_000;
    static final int TIMEOUT_MAX = 60_000;

    private static final int EVENTS_MAX = 50;

    /** Reads a new webhook. */
    static WebhookFields ofNew(Input in, Destinations destinations) {
        return read(
                in,
                in.text("url").required(),
                in.texts(EVENTS_MAX, "events").required(),
                in.text("secret").required(),
                destinations);
    }

    /** Reads a change. */
    static WebhookFields ofChange(Input in, Destinations destinations) {
        return read(
                in,
                in.text("url").notNull(),
                in.texts(EVENTS_MAX, "events").notNull(),
                in.text("secret").notNull(),
                destinations);
    }

    private static WebhookFields read(
            Input in, Text url, Field<List<String>> events, Text secret, Destinations destinations) {
        url.max(URL_MAX);
        for (String rule : Destinations.RULES) {
            url.must(given -> !rule.equals(destinations.objection(given)), rule);
        }
        WebhookFields fields = new WebhookFields(
                url,
                events.as(EventName::subscription, EventName.RULE),
                secret.min(SECRET_MIN).max(SECRET_MAX).must(SigningSecret::isValid, SigningSecret.RULE),
                in.flag("is_active").notNull(),
                in.integer(0, RETRIES_MAX, "retry_count"),
                in.integer(TIMEOUT_MIN, TIMEOUT_MAX, "timeout_ms"));
        in.verify();
        return fields;
    }

    /** Refuses a name that stands for an address where nothing may be sent, with 400. Waits for the name's look-up. */
    Uni<Void> lookUp(Courier courier) {
        if (!url.isGiven()) {
            return Uni.createFrom().voidItem();
        }
        Target target = Objects.requireNonNull(Target.parse(url.get()));
        // Look-up and time-out have threads of their own, and Hibernate Reactive wants the request's context back.
        Context request = Vertx.currentContext();
        return courier.objection(target)
                .emitOn(task -> request.runOnContext(back -> task.run()))
                .invoke(objection -> objection.ifPresent(rule -> {
                    throw ApiException.badRequest(List.of(url.name() + " must " + rule));
                }))
                .replaceWithVoid();
    }

    /**
     * Makes the webhook what the client says.
     *
     * @param realNow what its secrets live by
     */
    void applyTo(Webhook webhook, Vault vault, Instant now, Instant realNow) {
        url.ifGiven(given -> {
            if (!given.equals(webhook.url)) {
                webhook.url = given;
                webhook.forgive();
            }
        });
        events.ifGiven(given -> webhook.events = given.toArray(String[]::new));
        secret.ifGiven(given -> webhook.sign(new SigningSecret(given), vault, realNow));
        isActive.ifGiven(given -> {
            if (given && !webhook.isActive) {
                webhook.forgive();
            }
            webhook.isActive = given;
        });
        retryCount.ifSent(given -> webhook.retryCount = given == null ? Webhook.RETRY_COUNT_DEFAULT : given);
        timeoutMs.ifSent(given -> webhook.timeoutMs = given == null ? Webhook.TIMEOUT_MS_DEFAULT : given);
        webhook.updatedAt = now;
    }
}
