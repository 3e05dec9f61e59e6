package dev.outdial.webhook.sender;

import dev.outdial.http.Ids;
import dev.outdial.webhook.WebhookConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outbox as one sender sees it. Every statement is a function of {@code V5__webhooks.sql}, one round trip and one
 * transaction each.
 */
final class Outbox {

    private static final String CLAIM = "SELECT * FROM claim_deliveries_v1($1, $2, $3, $4, $5, $6, $7, $8)";

    private static final String FACTS = "SELECT * FROM event_facts_v1($1)";

    private static final String KEEP = "SELECT * FROM keep_bodies_v1($1, $2)";

    private static final String SETTLE = """
            SELECT settle_delivery_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                   AS disabled
            """;

    private static final String FORGET = "SELECT forget_webhooks_v1($1, $2) AS forgotten";

    private static final String LAG = """
            SELECT extract(epoch FROM $1 - min(d.due_at))::float8 AS seconds
              FROM webhook w
             CROSS JOIN LATERAL (SELECT d.due_at FROM webhook_delivery d WHERE d.webhook_id = w.id
                                  ORDER BY d.due_at LIMIT 1) d
             WHERE w.is_active AND d.due_at <= $1 AND coalesce(w.resting_until <= $1, true)
            """;

    /** An endpoint that has done nothing but fail for so long is left alone. */
    private static final Duration PATIENCE = Duration.ofDays(5);

    private static final int FAILING_EACH = 2;

    private final Pool pool;
    private final WebhookConfig config;

    Outbox(Pool pool, WebhookConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Takes what is due, as much as there is room for. */
    Uni<List<Due>> claim(Lanes.Room room, Instant now) {
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(time(now))
                .addInteger(room.quick())
                .addInteger(room.slow())
                .addInteger(config.maxSendingEach())
                .addInteger(Math.min(FAILING_EACH, config.maxSendingEach()))
                .addArrayOfUUID(room.busyIds())
                .addArrayOfInteger(room.busyCounts())
                .addArrayOfUUID(room.late().toArray(UUID[]::new));
        return pool.preparedQuery(CLAIM)
                .execute(parameters)
                .map(rows -> rows.stream().map(Outbox::due).toList());
    }

    /** What is known of these events. */
    Uni<List<EventFacts>> facts(List<UUID> events) {
        return pool.preparedQuery(FACTS)
                .execute(Tuple.tuple().addArrayOfUUID(events.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(Outbox::facts).toList());
    }

    /** Keeps these bodies, by their events, and answers with those that count. */
    Uni<Map<UUID, String>> keep(Map<UUID, String> made) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(made.keySet().toArray(UUID[]::new))
                .addArrayOfString(made.values().toArray(String[]::new));
        return pool.preparedQuery(KEEP).execute(parameters).map(rows -> {
            Map<UUID, String> kept = new HashMap<>();
            rows.forEach(row -> kept.put(row.getUUID("event_id"), row.getString("body")));
            return kept;
        });
    }

    /** Writes down an attempt and what follows; answers why the webhook was disabled by that, null if it was not. */
    Uni<@Nullable String> settle(Due due, Verdict verdict, Instant now) {
        Tuple parameters = Tuple.tuple()
                .addUUID(due.key().webhookId())
                .addOffsetDateTime(time(due.key().leaseUntil()))
                .addLong(due.key().id())
                .addUUID(Ids.next())
                .addUUID(due.eventId())
                .addString(due.event())
                .addUUID(due.callId())
                .addInteger(due.retryAttempt())
                .addUUID(due.firstAttempt())
                .addBoolean(verdict.isSuccess())
                .addInteger(verdict.status())
                .addString(verdict.error())
                .addString(verdict.snippet())
                .addInteger((int) verdict.took().toMillis())
                .addOffsetDateTime(time(now))
                .addOffsetDateTime(time(verdict.next()))
                .addOffsetDateTime(time(verdict.restUntil()))
                .addBoolean(verdict.outcome() == Verdict.Outcome.GONE)
                .addValue(io.vertx.pgclient.data.Interval.of(0, 0, (int) PATIENCE.toDays()));
        return pool.preparedQuery(SETTLE)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getString("disabled"));
    }

    /** Forgets what is too old, at most so many rows of a kind; answers how many there were. */
    Uni<Integer> forget(Instant before, int most) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(time(before), most))
                .map(rows -> rows.iterator().next().getInteger("forgotten"));
    }

    /** For how long the delivery has waited that waits longest; null where none does. */
    Uni<@Nullable Double> lag(Instant now) {
        return pool.preparedQuery(LAG)
                .execute(Tuple.of(time(now)))
                .map(rows -> rows.iterator().next().getDouble("seconds"));
    }

    private static Due due(Row row) {
        UUID webhook = row.getUUID("webhook_id");
        Buffer previous = row.getBuffer("previous_secret");
        Due.Endpoint endpoint = new Due.Endpoint(
                webhook,
                row.getString("url"),
                row.getBuffer("secret").getDelegate(),
                previous == null ? null : previous.getDelegate(),
                row.getInteger("retry_count"),
                Duration.ofMillis(row.getInteger("timeout_ms")));
        return new Due(
                new Due.Key(webhook, row.getOffsetDateTime("lease_until").toInstant(), row.getLong("id")),
                endpoint,
                row.getUUID("event_id"),
                row.getString("event"),
                row.getUUID("call_id"),
                row.getShort("retry_attempt"),
                row.getUUID("first_attempt"),
                row.getBoolean("slow"),
                row.getString("body"));
    }

    private static EventFacts facts(Row row) {
        return new EventFacts(
                row.getUUID("event_id"),
                row.getString("event"),
                row.getOffsetDateTime("occurred_at").toInstant(),
                row.getUUID("campaign_id"),
                row.getString("campaign_kind"),
                json(row.getString("facts")),
                json(row.getString("call")));
    }

    private static @Nullable JsonObject json(@Nullable String text) {
        return text == null ? null : new JsonObject(text);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
