package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What a claim and a settlement touch does not grow with what waits, be it due or not. Counted in blocks of the hot tables,
 * which are the same on any machine, and after so many rounds that the plans are old: made when few leads were there, with
 * the statistics of an empty database. With {@code -Doutdial.costs=large} a million leads wait.
 */
class QueueCostTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String TODAY = NOON.toString();
    private static final String TOMORROW = "2026-03-03T12:00:00Z";
    private static final int MANY = "large".equals(System.getProperty("outdial.costs")) ? 1_000_000 : 100_000;
    private static final int FEW = 3_000;
    private static final int BATCH = 50;

    /** The first five executions plan anew; from the seventh on nothing does. */
    private static final int ROUNDS = 10;

    /** An index that is a level higher costs a block more at each look. */
    private static final double FLAT = 1.2;

    /** Every other campaign is looked at, too: ten ranks, each by a few blocks. */
    private static final long PROBES = 200;

    private static final List<String> HOT = List.of("lead_due", "open_call", "lead", "call_log", "campaign_progress");

    /** Blocks touched. */
    private record Cost(long claim, long settle) {}

    @Test
    void claimAndSettleTouchNoMoreWhereMoreLeadsAreDue() {
        Cost few;
        try (Scene scene = new Scene()) {
            few = scene.rounds(Scene::tidy);
        }
        try (Scene scene = new Scene()) {
            scene.leads(scene.campaign, MANY, TODAY);
            flat(few, "where " + MANY + " are due", scene.rounds(Scene::tidy));
        }
    }

    @Test
    void wallsOfLeadsThatMayNotBeCalledCostTheOthersNothing() {
        try (Scene scene = new Scene()) {
            Cost alone = scene.rounds(Scene::tidy);
            scene.leads(scene.campaign(), MANY, TOMORROW);
            UUID paused = scene.campaign();
            scene.leads(paused, MANY, TODAY);
            scene.run("UPDATE campaign SET status = 'paused' WHERE id = '" + paused + "'");
            UUID closed = scene.campaign();
            scene.leads(closed, MANY, TODAY);
            scene.run("UPDATE campaign SET calling_hours = '{}', time_zone = 'Europe/London' WHERE id = '" + closed
                    + "'");
            flat(alone, "beside three walls of " + MANY, scene.rounds(Scene::tidy));
        }
    }

    @Test
    void planMadeWhenFewLeadsWereThereStaysGoodWhenManyCome() {
        try (Scene scene = new Scene()) {
            Cost few = scene.rounds(untidy -> {});
            scene.leads(scene.campaign, MANY, TODAY);
            Cost many = scene.rounds(untidy -> {});

            report(few, "with old plans where " + MANY + " are due", many);
            // What is dead and not tidied up is looked at again and again; what waits is not.
            assertThat(many.claim()).as("a claim").isLessThan(few.claim() + MANY / 10);
            assertThat(many.settle()).as("a settlement").isLessThan(few.settle() + MANY / 10);
        }
    }

    private static void flat(Cost small, String where, Cost large) {
        report(small, where, large);
        assertThat(large.claim()).as("a claim").isLessThanOrEqualTo(bound(small.claim()));
        assertThat(large.settle()).as("a settlement").isLessThanOrEqualTo(bound(small.settle()));
    }

    private static long bound(long blocks) {
        return (long) (blocks * FLAT) + PROBES;
    }

    private static void report(Cost small, String where, Cost large) {
        System.out.printf("[cost] of %d leads, where %d wait: %s; %s: %s%n", BATCH, FEW, small, where, large);
    }

    /** A database of its own with a campaign that dials, on one connection, whose plans grow old. */
    private static final class Scene implements AutoCloseable {

        private final TestDatabase database = TestDatabase.create();
        private final Pool pool = database.pool(1);
        private final CampaignRows rows = new CampaignRows(pool, NOON);
        private final LeadQueue queue;
        private final Tenant tenant;
        final UUID campaign;

        Scene() {
            HOT.forEach(table -> run("ALTER TABLE " + table + " SET (autovacuum_enabled = false)"));
            run("ANALYZE");
            tenant = rows.tenant(10_000);
            campaign = campaign();
            leads(campaign, FEW, TODAY);
            Lease lease = await(Lease.take(new ReplicaTable(pool, "test", 1), System::nanoTime));
            run("UPDATE replica SET lease_until = clock_timestamp() + interval '1 hour'");
            queue = new LeadQueue(
                    pool, lease, new ManualClock(NOON), TestReplica.claims("simulator"), Duration.ofSeconds(2));
        }

        UUID campaign() {
            return rows.campaign(tenant, 1000, 1);
        }

        void leads(UUID campaign, int leads, String due) {
            run("""
                    WITH added AS (
                        INSERT INTO lead (id, campaign_id, organization_id, phone_number, notes, priority, created_at,
                                          updated_at)
                        SELECT gen_random_uuid(), '%1$s', '%2$s', '+14155552671', '{}', 5, '%3$s', '%3$s'
                          FROM generate_series(1, %4$d)
                        RETURNING id
                    )
                    INSERT INTO lead_due (campaign_id, rank, due_at, lead_id, attempt)
                    SELECT '%1$s', -5, '%5$s', a.id, 1 FROM added a
                    """.formatted(campaign, tenant.id(), NOON, leads, due));
        }

        /** As autovacuum does, which would do it at any time and be counted. */
        void tidy() {
            HOT.forEach(table -> run("VACUUM " + table));
        }

        /** Claims and settles for some rounds, each after this; answers what the last of them touched. */
        Cost rounds(Consumer<Scene> first) {
            long scans = touched().getLong("scans");
            Cost last = new Cost(0, 0);
            for (int i = 0; i < ROUNDS; i++) {
                first.accept(this);
                long start = touched().getLong("blocks");
                List<Claim> claims = await(queue.claim(BATCH));
                long claimed = touched().getLong("blocks");
                List<Claim> refilled = await(queue.settle(queue.closing(busy(claims), BATCH)));
                long settled = touched().getLong("blocks");
                assertThat(claims).hasSize(BATCH);
                assertThat(refilled).hasSize(BATCH);
                assertThat(await(queue.settle(queue.closing(busy(refilled), 0))))
                        .isEmpty();
                last = new Cost(claimed - start, settled - claimed);
            }
            assertThat(touched().getLong("scans")).as("scans of whole tables").isEqualTo(scans);
            return last;
        }

        void run(String sql) {
            rows.run(sql, Tuple.tuple());
        }

        @Override
        public void close() {
            database.close();
        }

        /** What was read of the hot tables and their indexes since they were made. */
        private Row touched() {
            run("SELECT pg_stat_force_next_flush()");
            return rows.row("""
                    SELECT sum(i.heap_blks_hit + i.heap_blks_read + i.idx_blks_hit + i.idx_blks_read)::bigint AS blocks,
                           sum(t.seq_scan)::bigint AS scans
                      FROM pg_statio_user_tables i JOIN pg_stat_user_tables t USING (relid)
                     WHERE i.relname = ANY ($1)
                    """, (Object) HOT.toArray(String[]::new));
        }
    }

    private static List<Settlement> busy(List<Claim> claims) {
        return claims.stream()
                .<Settlement>map(claim -> OpenCall.claimed(claim, NOON)
                        .ended(Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486), NOON))
                .toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofMinutes(1));
    }
}
