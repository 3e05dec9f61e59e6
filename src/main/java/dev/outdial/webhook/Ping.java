package dev.outdial.webhook;

import dev.outdial.clock.DatabaseClock;
import dev.outdial.http.Ids;
import dev.outdial.http.Moments;
import dev.outdial.http.PublicId;
import dev.outdial.webhook.wire.Answer;
import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Letter;
import dev.outdial.webhook.wire.Signature;
import dev.outdial.webhook.wire.Target;
import dev.outdial.webhook.wire.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tries an endpoint out: one event that means nothing, signed and sent as all others, once and at once. It is in the log, and
 * changes nothing about how the endpoint is thought of.
 */
@ApplicationScoped
class Ping {

    private static final String LOG = """
            INSERT INTO webhook_attempt (id, webhook_id, event, retry_attempt, response_status, is_success, error_message,
                                         response_snippet, duration_ms, delivered_at)
            VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9)
            """;

    private final Courier courier;
    private final Vault vault;
    private final DatabaseClock clock;
    private final Pool pool;

    Ping(Courier courier, Vault vault, DatabaseClock clock, Pool pool) {
        this.courier = courier;
        this.vault = vault;
        this.clock = clock;
        this.pool = pool;
    }

    /** Sends it, without holding a connection to the database meanwhile. */
    Uni<Echo> send(Webhook webhook) {
        String eventId = PublicId.EVENT.text(Ids.next());
        return courier.send(letter(webhook, eventId))
                .map(answer -> Echo.of(eventId, answer))
                .call(echo -> log(webhook.id, echo));
    }

    private Letter letter(Webhook webhook, String eventId) {
        byte[] body = new JsonObject()
                .put("event", EventName.TEST)
                .put("event_id", eventId)
                .put("timestamp", Moments.text(clock.instant()))
                .put("webhook_id", PublicId.WEBHOOK.text(webhook.id))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        Instant now = clock.realTime();
        boolean overlaps = webhook.previousSecretUntil != null && webhook.previousSecretUntil.isAfter(now);
        Map<String, String> headers = Signature.headers(
                eventId,
                now,
                body,
                vault.open(webhook.id, webhook.secret),
                overlaps && webhook.previousSecret != null ? vault.open(webhook.id, webhook.previousSecret) : null);
        Target target = Objects.requireNonNull(Target.parse(webhook.url), "It was checked when it was stored");
        return new Letter(target, headers, Buffer.buffer(body), Duration.ofMillis(webhook.timeoutMs));
    }

    private Uni<Void> log(UUID webhookId, Echo echo) {
        Tuple row = Tuple.tuple()
                .addUUID(Ids.next())
                .addUUID(webhookId)
                .addString(EventName.TEST)
                .addInteger(echo.responseStatus())
                .addBoolean(echo.success())
                .addString(echo.errorMessage())
                .addString(echo.responseSnippet())
                .addInteger(echo.durationMs())
                .addOffsetDateTime(clock.realTime().atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(LOG).execute(row).replaceWithVoid();
    }

    /**
     * What came back of a test.
     *
     * @param responseStatus null where there was no answer; error_message says more
     * @param responseSnippet the first kilobyte of the answer
     */
    record Echo(
            boolean success,
            String message,
            String eventId,
            @Nullable Integer responseStatus,
            @Nullable String errorMessage,
            @Nullable String responseSnippet,
            int durationMs) {

        static Echo of(String eventId, Answer answer) {
            int millis = (int) answer.took().toMillis();
            return switch (answer) {
                case Answer.Responded(int status, String snippet, var retryAfter, var took) -> {
                    boolean success = status / 100 == 2;
                    yield new Echo(
                            success,
                            success ? "The endpoint took the event." : "The endpoint did not take the event.",
                            eventId,
                            status,
                            success ? null : "The endpoint answered " + status,
                            snippet,
                            millis);
                }
                case Answer.Silent(String reason, var took) ->
                    new Echo(false, "The endpoint did not answer.", eventId, null, reason, null, millis);
            };
        }
    }
}
