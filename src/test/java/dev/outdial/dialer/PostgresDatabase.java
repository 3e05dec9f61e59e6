package dev.outdial.dialer;

import dev.outdial.hours.CallingHours;
import dev.outdial.testing.Books;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.LoggedAttempt;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The service's own statements on a real PostgreSQL, whose clock shows the virtual time: each is run at once and as a
 * whole, so that a run stays as repeatable as on the model. What it shows is that the SQL does what the model does.
 */
final class PostgresDatabase implements SimulatedDatabase {

    private static final String TABLES =
            "organization, agent, phone_line, campaign, lead, lead_due, open_call, call_log,"
                    + " campaign_progress, replica, line_health, calling_spell";

    private static final String COULD_START = """
            SELECT EXISTS (
                SELECT FROM campaign c
                  JOIN organization g ON g.id = c.organization_id
                  JOIN phone_line p ON p.id = c.line_id
                 WHERE c.status = 'running' AND due_v1(c.id, $1, 1) > 0
                   AND coalesce(p.held_until <= $1, true) AND coalesce(p.broken_until <= $1, true)
                   AND (SELECT count(*) FROM open_call o WHERE o.campaign_id = c.id) < c.max_concurrent_calls
                   AND (SELECT count(*) FROM open_call o WHERE o.organization_id = g.id) < g.max_concurrent_calls
                   AND coalesce((SELECT count(*) FROM open_call o WHERE o.line_id = p.id) < p.max_concurrent_calls, true))
            """;

    private final Pool pool;
    private final VirtualTime time;
    private String shown = "";
    private int leads;

    private PostgresDatabase(Pool pool, VirtualTime time) {
        this.pool = pool;
        this.time = time;
    }

    /** Lets a database show the time that its session was told. */
    static void setClock(TestDatabase database) {
        database.execute("CREATE OR REPLACE FUNCTION real_now() RETURNS timestamptz LANGUAGE sql STABLE"
                + " RETURN current_setting('outdial.now')::timestamptz");
    }

    /**
     * The database of a new run.
     *
     * @param pool of one connection, whose clock is set
     */
    static PostgresDatabase open(Pool pool, Cast cast, VirtualTime time) {
        PostgresDatabase database = new PostgresDatabase(pool, time);
        database.run("TRUNCATE " + TABLES + " CASCADE");
        cast.organizations().forEach(database::store);
        cast.lines()
                .forEach(line -> database.run(
                        """
                        INSERT INTO phone_line (id, organization_id, phone_number, max_concurrent_calls,
                                                calls_per_second, created_at)
                        VALUES ($1, $2, $3, $4, $5::int, $6)
                        """, line.id(), line.organizationId(), line.number(), line.cap(), line.pace(), database.now()));
        cast.campaigns().forEach(campaign -> database.store(campaign, cast));
        return database;
    }

    @Override
    public void showTime() {
        String now = time.real().toString();
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        pool.preparedQuery("SELECT set_config('outdial.now', $1, false)").executeAndAwait(Tuple.of(now));
    }

    @Override
    public Roster roster() {
        return new ReplicaTable(pool, "simulated", 1);
    }

    @Override
    public CallStore calls(Lease lease, SimulatedReplica replica) {
        Claims claims = new Claims(FakeNetwork.KIND, replica::nanosAt);
        return new LeadQueue(pool, lease, replica.clock(), claims, Duration.ofSeconds(1));
    }

    @Override
    public boolean pause(UUID campaign) {
        return become(campaign, "paused", "running");
    }

    @Override
    public boolean resume(UUID campaign) {
        return become(campaign, "running", "paused");
    }

    @Override
    public boolean cancel(UUID campaign) {
        return become(campaign, "cancelled", "running", "paused");
    }

    @Override
    public void failWaiting(UUID campaign) {
        run("SELECT fail_waiting_v1($1, -1, $2, 5000)", campaign, now());
    }

    @Override
    public long toStart(UUID campaign) {
        return run(
                        "SELECT count(*) FROM open_call WHERE campaign_id = $1 AND phase = 'intent' AND start_by > real_now()",
                        campaign)
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public void limitCampaign(UUID campaign, int cap) {
        run("UPDATE campaign SET max_concurrent_calls = $2, updated_at = $3 WHERE id = $1", campaign, cap, now());
    }

    @Override
    public void limitOrganization(UUID organization, int cap) {
        run("UPDATE organization SET max_concurrent_calls = $2 WHERE id = $1", organization, cap);
    }

    @Override
    public void limitLine(UUID line, int cap) {
        run("UPDATE phone_line SET max_concurrent_calls = $2 WHERE id = $1", line, cap);
    }

    @Override
    public void setHours(UUID campaign, @Nullable CallingHours hours) {
        run(
                "UPDATE campaign SET calling_hours = $2::text::jsonb, time_zone = 'UTC', updated_at = $3 WHERE id = $1",
                campaign,
                hours == null ? null : hours.json().encode(),
                now());
    }

    @Override
    public boolean addLeads(UUID campaign, int n) {
        Row row = run("SELECT status, organization_id FROM campaign WHERE id = $1", campaign)
                .iterator()
                .next();
        if (row.getString(0).equals("cancelled")) {
            return false;
        }
        List<Integer> numbers = IntStream.range(leads, leads + n).boxed().toList();
        leads += n;
        run(
                "SELECT add_leads_v1($1, $2, $3, false, $4, $5, $6, $7, $6, $8, $6)",
                campaign,
                row.getUUID(1),
                now(),
                numbers.stream().map(number -> Cast.id("lead", number)).toArray(UUID[]::new),
                numbers.stream().map("+1212555%04d"::formatted).toArray(String[]::new),
                new String[n],
                Collections.nCopies(n, "{}").toArray(String[]::new),
                Collections.nCopies(n, 5).toArray(Integer[]::new));
        run("SELECT leads_added_v1($1, -1, $2, $3)", campaign, n, now());
        return true;
    }

    @Override
    public void removeLead(UUID campaign, int which) {
        RowSet<Row> there = run(
                "SELECT id, organization_id FROM lead WHERE campaign_id = $1 AND removed_at IS NULL ORDER BY id",
                campaign);
        if (there.size() > 0) {
            Row lead = StreamSupport.stream(there.spliterator(), false)
                    .skip(which % there.size())
                    .findFirst()
                    .orElseThrow();
            run("SELECT remove_lead_v1($1, $2, -1, $3)", lead.getUUID(1), lead.getUUID(0), now());
        }
    }

    @Override
    public List<Books> books() {
        return run(Books.READ + " ORDER BY c.id").stream().map(Books::of).toList();
    }

    @Override
    public boolean couldStart() {
        return run(COULD_START, now()).iterator().next().getBoolean(0);
    }

    @Override
    public List<LoggedAttempt> log() {
        return run(LoggedAttempt.READ).stream().map(LoggedAttempt::of).toList();
    }

    private void store(Cast.Organization organization) {
        run("INSERT INTO organization VALUES ($1, 'Test', $2, $3)", organization.id(), organization.cap(), now());
        run(
                """
                INSERT INTO agent (id, organization_id, title, route, ring_duration_sec, max_call_duration_sec,
                                   default_dynamic_variables, voicemail_detection, settings, created_at, updated_at)
                VALUES ($1, $2, 'Asha', '{"kind": "simulated"}', $3, $4, '{}', true, '{}', $5, $5)
                """,
                organization.agentId(),
                organization.id(),
                (int) Cast.RING.toSeconds(),
                (int) Cast.TALK.toSeconds(),
                now());
    }

    private void store(Cast.Campaign campaign, Cast cast) {
        Cast.Organization organization = cast.organizations().stream()
                .filter(each -> each.id().equals(campaign.organizationId()))
                .findFirst()
                .orElseThrow();
        run(
                """
                INSERT INTO campaign (id, organization_id, name, agent_id, line_id, from_phone_number, status,
                                      max_concurrent_calls, priority, retry_config, created_at, updated_at, started_at)
                VALUES ($1, $2, 'Test', $3, $4, $5, 'running', $6, $7, $8::text::jsonb, $9, $9, $9)
                """,
                campaign.id(),
                organization.id(),
                organization.agentId(),
                campaign.line().id(),
                campaign.line().number(),
                campaign.cap(),
                campaign.priority(),
                """
                {"max_retries": %d, "retry_interval_minutes": %d, "retry_on": ["busy", "did_not_pick", "failed"]}
                """.formatted(campaign.maxRetries(), Cast.INTERVAL.toMinutes()),
                now());
        addLeads(campaign.id(), campaign.leads());
    }

    private boolean become(UUID campaign, String status, String... from) {
        String allowed = "UPDATE campaign SET status = $2, updated_at = $3 WHERE id = $1 AND status = ANY ($4)";
        return run(allowed, campaign, status, now(), from).rowCount() == 1;
    }

    private OffsetDateTime now() {
        return CampaignRows.time(time.business());
    }

    private RowSet<Row> run(String sql, @Nullable Object... parameters) {
        showTime();
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return pool.preparedQuery(sql).executeAndAwait(tuple);
    }
}
