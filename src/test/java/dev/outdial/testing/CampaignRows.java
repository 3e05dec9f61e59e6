package dev.outdial.testing;

import dev.outdial.campaign.RetryOn;
import dev.outdial.campaign.RetryPolicy;
import dev.outdial.http.Ids;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

/** Writes organizations, campaigns and leads straight into the tables, with defaults for all a test does not care for. */
public final class CampaignRows {

    private final Pool pool;
    private final Instant now;

    public CampaignRows(Pool pool, Instant now) {
        this.pool = pool;
        this.now = now;
    }

    /** An organization with this cap, an agent that rings 30 s and talks 600 s, and a line without limits. */
    public Tenant tenant(int cap) {
        Tenant tenant = new Tenant(Ids.next(), Ids.next(), Ids.next());
        run("INSERT INTO organization VALUES ($1, 'Test', $2, $3)", Tuple.of(tenant.id(), cap, time(now)));
        run("""
                INSERT INTO agent (id, organization_id, title, route, ring_duration_sec, max_call_duration_sec,
                                   default_dynamic_variables, voicemail_detection, settings, created_at, updated_at)
                VALUES ($1, $2, 'Asha', '{"kind": "simulated"}', 30, 600, '{"company": "Acme"}', true, '{}', $3, $3)
                """, Tuple.of(tenant.agentId(), tenant.id(), time(now)));
        run(
                "INSERT INTO phone_line (id, organization_id, phone_number, created_at) VALUES ($1, $2, '+14155550100', $3)",
                Tuple.of(tenant.lineId(), tenant.id(), time(now)));
        return tenant;
    }

    /** A running campaign that retries everything retryable after a minute. */
    public UUID campaign(Tenant tenant, int cap, int maxRetries) {
        return campaign(tenant, cap, maxRetries, 5);
    }

    /** The same, with a priority. */
    public UUID campaign(Tenant tenant, int cap, int maxRetries, int priority) {
        return campaign(tenant, cap, maxRetries, priority, RetryPolicy.DEFAULT_RETRY_ON);
    }

    /** A running campaign that retries some outcomes after a minute. */
    public UUID campaign(Tenant tenant, int cap, int maxRetries, Set<RetryOn> retryOn) {
        return campaign(tenant, cap, maxRetries, 5, retryOn);
    }

    private UUID campaign(Tenant tenant, int cap, int maxRetries, int priority, Set<RetryOn> retryOn) {
        UUID id = Ids.next();
        String retries = new JsonObject()
                .put("max_retries", maxRetries)
                .put("retry_interval_minutes", 1)
                .put("retry_on", retryOn.stream().map(RetryOn::word).toList())
                .encode();
        run(
                """
                INSERT INTO campaign (id, organization_id, name, agent_id, line_id, from_phone_number, status,
                                      max_concurrent_calls, priority, retry_config, created_at, updated_at, started_at)
                VALUES ($1, $2, 'Test', $3, $4, '+14155550100', 'running', $5, $6, $7::text::jsonb, $8, $8, $8)
                """,
                Tuple.tuple()
                        .addUUID(id)
                        .addUUID(tenant.id())
                        .addUUID(tenant.agentId())
                        .addUUID(tenant.lineId())
                        .addInteger(cap)
                        .addInteger(priority)
                        .addString(retries)
                        .addOffsetDateTime(time(now)));
        return id;
    }

    /** Leads to these numbers, due now. */
    public List<UUID> leads(Tenant tenant, UUID campaign, int n, IntFunction<String> number) {
        return leads(tenant, campaign, n, number, 5);
    }

    /** The same, with a priority. */
    public List<UUID> leads(Tenant tenant, UUID campaign, int n, IntFunction<String> number, int priority) {
        List<UUID> ids = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ids.add(Ids.next());
            numbers.add(number.apply(i));
        }
        run(
                "SELECT add_leads_v1($1, $2, $3, false, $4, $5, $6, $7, $8, $9, $10)",
                Tuple.tuple()
                        .addUUID(campaign)
                        .addUUID(tenant.id())
                        .addOffsetDateTime(time(now))
                        .addArrayOfUUID(ids.toArray(UUID[]::new))
                        .addArrayOfString(numbers.toArray(String[]::new))
                        .addArrayOfString(new String[n])
                        .addArrayOfString(Collections.nCopies(n, "{}").toArray(String[]::new))
                        .addArrayOfString(new String[n])
                        .addArrayOfInteger(Collections.nCopies(n, priority).toArray(Integer[]::new))
                        .addArrayOfString(new String[n]));
        run("SELECT leads_added_v1($1, -1, $2, $3)", Tuple.of(campaign, n, time(now)));
        return ids;
    }

    /** One row, for a test to look at. */
    public Row row(String sql, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .await()
                .indefinitely()
                .iterator()
                .next();
    }

    /** The one number of one row. */
    public long number(String sql, Object... parameters) {
        return row(sql, parameters).getLong(0);
    }

    /** Runs a statement. */
    public void run(String sql, Tuple parameters) {
        pool.preparedQuery(sql).executeAndAwait(parameters);
    }

    /** As the driver wants it. */
    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** An organization with its agent and its line. */
    public record Tenant(UUID id, UUID agentId, UUID lineId) {}
}
