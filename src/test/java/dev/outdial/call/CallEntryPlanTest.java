package dev.outdial.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of the newest calls must cost the same however many there were: among 100,000, it reads no more than a few. */
class CallEntryPlanTest {

    /** Ten organizations with ten campaigns each; a thousand calls are out. */
    private static final String ROWS = """
            INSERT INTO organization SELECT uuid(o), 'Test', 1000, now() FROM generate_series(0, 9) o;
            INSERT INTO agent SELECT uuid(o), uuid(o), 'Test', '{}', 30, 600, NULL, '{}', NULL, true, '{}', now(), now()
              FROM generate_series(0, 9) o;
            INSERT INTO phone_line (id, organization_id, phone_number, created_at)
            SELECT uuid(o), uuid(o), '+14155550100', now() FROM generate_series(0, 9) o;
            INSERT INTO campaign (id, organization_id, name, agent_id, line_id, from_phone_number, status,
                                  max_concurrent_calls, priority, retry_config, created_at, updated_at)
            SELECT uuid(c), uuid(c % 10), 'Test', uuid(c % 10), uuid(c % 10), '+14155550100', 'paused', 1, 5, '{}',
                   now(), now() FROM generate_series(0, 99) c;
            INSERT INTO lead (id, campaign_id, organization_id, phone_number, notes, priority, created_at, updated_at)
            SELECT uuid(l), uuid(l % 100), uuid(l % 10), '+14155552671', '{}', 5, now(), now()
              FROM generate_series(0, 100999) l;
            INSERT INTO call_log (id, lead_id, campaign_id, organization_id, agent_id, attempt, phone_number,
                                  from_phone_number, carrier, status, end_reason, duration_ms, created_at, ended_at)
            SELECT uuid(l), uuid(l), uuid(l % 100), uuid(l % 10), uuid(l % 10), 1, '+14155552671', '+14155550100',
                   'simulator', 'busy', 'user_busy', 0, '2026-03-01Z'::timestamptz + l * interval '1 s',
                   '2026-03-01Z'::timestamptz + l * interval '1 s' + interval '9 s' FROM generate_series(0, 99999) l;
            INSERT INTO open_call (id, lead_id, campaign_id, organization_id, line_id, attempt, replica_id, phase,
                                   start_by, created_at, deadline)
            SELECT uuid(l), uuid(l), uuid(l % 100), uuid(l % 10), uuid(l % 10), 1, uuid(0), 'intent', now(),
                   '2026-03-03Z'::timestamptz + l * interval '1 s', now() FROM generate_series(100000, 100999) l;
            ANALYZE
            """;

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Pool POOL = DATABASE.pool(1);

    @BeforeAll
    static void insertCalls() {
        DATABASE.execute("""
                CREATE FUNCTION uuid(n int) RETURNS uuid LANGUAGE sql IMMUTABLE
                    RETURN ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
                """);
        DATABASE.execute(ROWS);
    }

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            organization_id = uuid(3)                                                   | call_log_organization
            organization_id = uuid(3) AND campaign_id = uuid(33)                        | call_log_campaign
            organization_id = uuid(3) AND status IN ('busy', 'completed')               | call_log_organization
            organization_id = uuid(3) AND created_at >= '2026-03-01Z'                   | call_log_organization
            organization_id = uuid(3) AND lead_id = uuid(33)                            | call_log_attempt_once
            """)
    void newestCallsAreFoundByIndex(String filter, String index) {
        String plan = plan("SELECT * FROM call_entry WHERE " + filter
                + " ORDER BY created_at DESC, id DESC OFFSET 0 ROWS FETCH FIRST 20 ROWS ONLY");

        assertThat(plan).contains(index).doesNotContain("Seq Scan on call_log");
        assertThat(rowsReadFrom("call_log", plan)).as(plan).isBetween(1L, 21L);
    }

    private static String plan(String query) {
        return StreamSupport.stream(
                        POOL.query("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + query)
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }

    /** What the scans of this table gave, times how often they were run. */
    private static long rowsReadFrom(String table, String plan) {
        return plan.lines()
                .filter(line -> line.contains(" on " + table + " "))
                .mapToLong(line -> {
                    String[] words = line.replaceAll(".*rows=([0-9.]+) loops=([0-9]+).*", "$1 $2")
                            .split(" ", -1);
                    return (long) (Double.parseDouble(words[0]) * Long.parseLong(words[1]));
                })
                .sum();
    }
}
