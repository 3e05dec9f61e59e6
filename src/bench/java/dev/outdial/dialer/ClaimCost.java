package dev.outdial.dialer;

import dev.outdial.bench.Settings;
import dev.outdial.campaign.BenchLeads;
import dev.outdial.clock.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What a claim and a settlement cost, called one after the other on an otherwise idle queue, with more and more leads
 * waiting. What was claimed is given back, so that as many wait at the end as at the beginning.
 */
public final class ClaimCost implements AutoCloseable {

    private static final int BATCH = 50;
    private static final int WARM_UP = 50;
    private static final int TIMES = 150;

    /** Rows of a file; an upload takes no more than a sheet holds. */
    private static final int FILE = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final DatabaseClock clock;
    private final BenchLeads leads;
    private int waiting;

    /** On an empty database. */
    public ClaimCost(Settings database) {
        pool = BenchTables.pool(vertx, database, 1);
        BenchTables.migrate(database);
        clock = await(DatabaseClock.start(vertx.getDelegate(), pool, 1));
        Instant now = clock.instant();
        BenchTables tables = new BenchTables(pool, now);
        UUID organization = tables.organization();
        UUID campaign = tables.campaign(1000);
        leads = new BenchLeads(vertx, pool, now, organization, campaign, BenchTables.CALLER);
    }

    /** Fills the queue up to so many leads, and measures; answers medians in microseconds for {@value #BATCH} leads. */
    public JsonObject measure(int wanted) {
        while (waiting < wanted) {
            int more = Math.min(wanted - waiting, FILE);
            leads.add(waiting, more);
            waiting += more;
        }
        pool.query("VACUUM ANALYZE").executeAndAwait();
        // Loading takes longer than a lease holds.
        Lease lease = await(Lease.take(new ReplicaTable(pool, "bench", 1), System::nanoTime));
        LeadQueue queue = new LeadQueue(
                pool, lease, clock, new Claims(MeasuredCarrier.KIND, clock::nanosAt), Duration.ofSeconds(1));
        long[] claims = new long[TIMES];
        long[] returns = new long[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            if (i % 20 == 0) {
                await(lease.renew());
            }
            long start = System.nanoTime();
            List<Claim> claimed = await(queue.claim(BATCH));
            long between = System.nanoTime();
            if (claimed.size() != BATCH) {
                throw new IllegalStateException("Claimed " + claimed.size());
            }
            List<Settlement> back = claimed.stream()
                    .<Settlement>map(claim -> new Settlement.Returned(claim, clock.instant()))
                    .toList();
            CallStore.Closing closing = queue.closing(back, 0);
            await(queue.settle(closing));
            if (i >= 0) {
                claims[i] = between - start;
                returns[i] = System.nanoTime() - between;
            }
        }
        return new JsonObject()
                .put("waiting", wanted)
                .put("claim_us", median(claims))
                .put("return_us", median(returns));
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }

    private static long median(long[] nanos) {
        return Arrays.stream(nanos).sorted().toArray()[nanos.length / 2] / 1000;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
