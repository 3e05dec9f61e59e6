package dev.outdial.dialer;

import dev.outdial.bench.Settings;
import dev.outdial.http.Ids;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** An organization without a limit that binds, its agent and its caller number, and campaigns of theirs. */
final class BenchTables {

    static final String CALLER = "+12015550100";

    private static final String BOOKS = """
            SELECT (SELECT sum(total) FROM campaign_progress) AS total, (SELECT count(*) FROM lead_due) AS waiting,
                   (SELECT count(*) FROM open_call) AS out, (SELECT count(*) FROM lead WHERE final IS NOT NULL) AS final,
                   (SELECT sum(attempts) FROM campaign_progress) AS attempts, (SELECT count(*) FROM call_log) AS logged
            """;

    private final Pool pool;
    private final OffsetDateTime now;
    private final UUID organization = Ids.next();
    private final UUID agent = Ids.next();
    private final UUID line = Ids.next();

    BenchTables(Pool pool, Instant now) {
        this.pool = pool;
        this.now = now.atOffset(ZoneOffset.UTC);
    }

    static Pool pool(Vertx vertx, Settings settings, int connections) {
        return PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(settings.text("reactive"))
                        .setUser(settings.text("user"))
                        .setPassword(settings.text("password"))
                        .setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(connections))
                .using(vertx)
                .build();
    }

    /** Does nothing where it has been done. */
    static void migrate(Settings settings) {
        Flyway.configure()
                .dataSource(settings.text("jdbc"), settings.text("user"), settings.text("password"))
                .load()
                .migrate();
    }

    UUID organization() {
        run("""
                INSERT INTO organization (id, name, max_concurrent_calls, created_at) VALUES ($1, 'Bench', 10000, $2)
                """, Tuple.of(organization, now));
        run("""
                INSERT INTO agent (id, organization_id, title, route, ring_duration_sec, max_call_duration_sec,
                                   default_dynamic_variables, voicemail_detection, settings, created_at, updated_at)
                VALUES ($1, $2, 'Asha', '{"kind": "simulated"}', 30, 600, '{"company": "Acme"}', true, '{}', $3, $3)
                """, Tuple.of(agent, organization, now));
        run(
                "INSERT INTO phone_line (id, organization_id, phone_number, created_at) VALUES ($1, $2, $3, $4)",
                Tuple.of(line, organization, CALLER, now));
        return organization;
    }

    /** A running campaign with so many slots that tries again after a minute, ten times. */
    UUID campaign(int slots) {
        UUID id = Ids.next();
        run(
                """
                INSERT INTO campaign (id, organization_id, name, agent_id, line_id, from_phone_number, status,
                                      max_concurrent_calls, priority, retry_config, created_at, updated_at, started_at)
                VALUES ($1, $2, 'Bench', $3, $4, $5, 'running', $6, 5,
                        '{"max_retries": 10, "retry_interval_minutes": 1, "retry_on": ["did_not_pick"]}', $7, $7, $7)
                """,
                Tuple.tuple()
                        .addUUID(id)
                        .addUUID(organization)
                        .addUUID(agent)
                        .addUUID(line)
                        .addString(CALLER)
                        .addInteger(slots)
                        .addOffsetDateTime(now));
        return id;
    }

    /** Where the leads are, by the tables: waiting, out or final, and each attempt logged. */
    static JsonObject books(Pool pool) {
        return pool.query(BOOKS).executeAndAwait().iterator().next().toJson();
    }

    private void run(String sql, Tuple parameters) {
        pool.preparedQuery(sql).executeAndAwait(parameters);
    }
}
