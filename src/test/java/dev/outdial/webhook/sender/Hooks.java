package dev.outdial.webhook.sender;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.testing.CampaignRows;
import dev.outdial.webhook.wire.SigningSecret;
import dev.outdial.webhook.wire.Vault;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Webhooks of one organization, and things that happen to its campaign, straight in the tables. */
final class Hooks {

    private final Pool pool;
    private final Vault vault = new Vault(Optional.empty());
    private final String secret;
    private final CampaignRows rows;
    private final CampaignRows.Tenant tenant;
    private final UUID campaign;

    Hooks(Pool pool, String secret) {
        this.pool = pool;
        this.secret = secret;
        this.rows = new CampaignRows(pool, Instant.parse("2026-03-02T12:00:00Z"));
        this.tenant = rows.tenant(10);
        this.campaign = rows.campaign(tenant, 5, 0);
    }

    /** An endpoint that wants to know everything. */
    UUID webhook(String url, int retryCount) {
        UUID id = Ids.next();
        run("""
                INSERT INTO webhook (id, organization_id, url, events, secret, is_active, retry_count, timeout_ms,
                                     created_at, updated_at)
                VALUES ($1, $2, $3, '{*}', $4, true, $5, 60000, now(), now())
                """, Tuple.of(id, tenant.id(), url, buffer(vault.seal(id, new SigningSecret(secret))), retryCount));
        return id;
    }

    /** An endpoint with so many events that nobody else is told. */
    void onlyOne(String url, int n) {
        run("UPDATE webhook SET is_active = false", Tuple.tuple());
        webhook(url, 8);
        events(n);
        run("UPDATE webhook SET is_active = true", Tuple.tuple());
    }

    /** The campaign starts so many times. */
    void events(int n) {
        for (int i = 0; i < n; i++) {
            run("SELECT outbox_campaign_v1($1, 'campaign.started', now())", Tuple.of(campaign));
        }
    }

    /** Nothing is any more as it was when the events happened. */
    void changeEverything() {
        run("UPDATE campaign SET name = 'Another', status = 'paused'", Tuple.tuple());
        run("UPDATE webhook_event SET facts = facts || '{\"name\": \"Another\"}'", Tuple.tuple());
    }

    void spoilFacts() {
        run("UPDATE webhook_event SET facts = '{}'", Tuple.tuple());
    }

    void replaceSecret(String wanted, Instant until) {
        run(
                "UPDATE webhook SET previous_secret = secret, previous_secret_until = $1",
                Tuple.of(CampaignRows.time(until)));
        for (Row row : pool.query("SELECT id FROM webhook").executeAndAwait()) {
            UUID id = row.getUUID("id");
            run(
                    "UPDATE webhook SET secret = $2 WHERE id = $1",
                    Tuple.of(id, buffer(vault.seal(id, new SigningSecret(wanted)))));
        }
    }

    long waiting() {
        return rows.number("SELECT count(*) FROM webhook_delivery");
    }

    /** The log of an endpoint, the oldest first: event, retry, status, success, error. */
    List<String> log(UUID webhook) {
        return texts("""
                SELECT concat_ws(' ', event, retry_attempt, coalesce(response_status::text, 'null'), is_success::text,
                                 coalesce(error_message, 'null'))
                  FROM webhook_attempt WHERE webhook_id = $1 ORDER BY delivered_at, event_id NULLS LAST, id
                """, webhook);
    }

    /** Attempts that repeat another one in the log. */
    long parents(UUID webhook) {
        return rows.number("""
                SELECT count(*) FROM webhook_attempt a JOIN webhook_attempt p ON p.id = a.parent_id
                 WHERE a.webhook_id = $1 AND p.retry_attempt = 0
                """, webhook);
    }

    boolean failing(UUID webhook) {
        return rows.row("SELECT failing_since IS NOT NULL AS failing FROM webhook WHERE id = $1", webhook)
                .getBoolean("failing");
    }

    @Nullable
    String disabledReason(UUID webhook) {
        return rows.row(
                        "SELECT disabled_reason FROM webhook WHERE id = $1 AND is_active = (disabled_at IS NULL)",
                        webhook)
                .getString(0);
    }

    /** As the consumer knows them. */
    List<String> eventIds() {
        return StreamSupport.stream(
                        pool.query("SELECT id FROM webhook_event ORDER BY id")
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .map(row -> PublicId.EVENT.text(row.getUUID("id")))
                .toList();
    }

    private List<String> texts(String sql, UUID parameter) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .executeAndAwait(Tuple.of(parameter))
                                .spliterator(),
                        false)
                .map(row -> row.getString(0))
                .toList();
    }

    private void run(String sql, Tuple parameters) {
        rows.run(sql, parameters);
    }

    private static Buffer buffer(byte[] bytes) {
        return Buffer.buffer(bytes);
    }
}
