package dev.outdial.dialer;

import dev.outdial.clock.BusinessClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * One session of a replica of its own, to be stepped by hand: its transactions begin and end when the test says so, and
 * what it waits for can be waited for.
 *
 * @param pool one connection, so that a transaction lasts from {@code BEGIN} to {@code COMMIT}
 * @param pid the server's name for it
 */
record Session(Pool pool, Pool watch, int pid, Lease lease, LeadQueue queue) {

    private static final Duration PROMPT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    static Session open(TestDatabase database, BusinessClock clock) {
        Pool pool = database.pool(1);
        int pid = pool.query("SELECT pg_backend_pid()")
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger(0);
        Lease lease = Lease.take(new ReplicaTable(pool, "test", 1), System::nanoTime)
                .await()
                .atMost(PROMPT);
        LeadQueue queue = new LeadQueue(pool, lease, clock, TestReplica.claims("simulator"), PATIENCE);
        return new Session(pool, database.pool(1), pid, lease, queue);
    }

    /** Runs a statement to its end. */
    void run(String sql) {
        pool.query(sql).executeAndAwait();
    }

    /** Starts a step and returns when it is done or waits for another session's lock. */
    <T> CompletableFuture<T> start(Uni<T> step) {
        CompletableFuture<T> future = step.subscribeAsCompletionStage();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> future.isDone() || isBlocked());
        return future;
    }

    private boolean isBlocked() {
        return watch.preparedQuery("SELECT cardinality(pg_blocking_pids($1)) > 0")
                .executeAndAwait(Tuple.of(pid))
                .iterator()
                .next()
                .getBoolean(0);
    }
}
