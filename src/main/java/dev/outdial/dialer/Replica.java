package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/**
 * This process among its like: an id that is new at each start, a shard of the progress counters, and a lease. One lease
 * covers every call the process looks after, so ten thousand live calls cost as many heartbeats as one.
 *
 * @param shard its rows in campaign_progress
 */
record Replica(UUID id, int shard) {

    /** How long the others wait before they take this replica for dead. */
    static final Duration LEASE = Duration.ofSeconds(10);

    /** How often it says that it lives. */
    static final Duration RENEWAL = Duration.ofSeconds(2);

    private static final String REGISTER = "SELECT register_replica_v1($1, $2, $3, $4) AS shard";

    private static final String RENEW =
            "UPDATE replica SET lease_until = clock_timestamp() + $2 * interval '1 millisecond' WHERE id = $1";

    private static final String LEAVE = "DELETE FROM replica WHERE id = $1";

    /**
     * Joins the replicas of a database.
     *
     * @param timeScale how fast business time runs here; the join fails where another live replica has another
     */
    static Uni<Replica> join(Pool pool, UUID id, String host, double timeScale) {
        return pool.preparedQuery(REGISTER)
                .execute(Tuple.of(id, host, timeScale, LEASE.toMillis()))
                .map(rows -> new Replica(id, rows.iterator().next().getInteger("shard")));
    }

    /** Says that this process lives. */
    Uni<Void> renew(Pool pool) {
        return pool.preparedQuery(RENEW).execute(Tuple.of(id, LEASE.toMillis())).replaceWithVoid();
    }

    /** Goes, so that nobody waits for the lease to run out. */
    Uni<Void> leave(Pool pool) {
        return pool.preparedQuery(LEAVE).execute(Tuple.of(id)).replaceWithVoid();
    }
}
