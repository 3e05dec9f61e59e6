package dev.outdial.dialer;

import dev.outdial.http.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * That this replica lives. One lease covers every call it looks after, so ten thousand live calls cost as many
 * heartbeats as one. A replica that cannot renew in time stops by itself, before the others may take it for dead; one
 * that was away for longer than its lease comes back as a new replica, without the calls it had.
 */
final class Lease {

    /** How long the others wait before they take this replica for dead. */
    static final Duration LENGTH = Duration.ofSeconds(10);

    /** How often it is renewed. */
    static final Duration RENEWAL = Duration.ofSeconds(2);

    /**
     * After so long without a renewal nothing is started any more. What is left until the lease is over is more than a
     * claim's patience: whatever was claimed under this lease is started, or given back, under it.
     */
    static final Duration TRUSTED = Duration.ofSeconds(6);

    /** Bound of a claim's patience, with a second to spare for what is on its way to the carrier. */
    static final Duration PATIENCE_MAX = LENGTH.minus(TRUSTED).minusSeconds(1);

    private static final Logger LOG = Logger.getLogger(Lease.class);

    private static final String REGISTER = "SELECT register_replica_v1($1, $2, $3, $4) AS shard";

    private static final String RENEW = """
            UPDATE replica SET lease_until = clock_timestamp() + $2 * interval '1 millisecond'
             WHERE id = $1 AND lease_until > clock_timestamp()
            """;

    private static final String END = "UPDATE replica SET lease_until = clock_timestamp() WHERE id = $1";

    private final Pool pool;
    private final String host;
    private final double timeScale;
    private final LongSupplier nanos;
    private volatile Replica replica;
    private volatile long trustedFrom;

    private Lease(Pool pool, String host, double timeScale, LongSupplier nanos, Replica replica, long trustedFrom) {
        this.pool = pool;
        this.host = host;
        this.timeScale = timeScale;
        this.nanos = nanos;
        this.replica = replica;
        this.trustedFrom = trustedFrom;
    }

    /**
     * Joins the replicas of a database.
     *
     * @param timeScale how fast business time runs here; fails where another live replica has another
     * @param nanos a monotonic clock
     */
    static Uni<Lease> take(Pool pool, String host, double timeScale, LongSupplier nanos) {
        long asked = nanos.getAsLong();
        return register(pool, host, timeScale).map(replica -> new Lease(pool, host, timeScale, nanos, replica, asked));
    }

    /** This life of the process. */
    Replica replica() {
        return replica;
    }

    /** Whether something may be started now: surely nobody takes this replica for dead within a claim's patience. */
    boolean isTrusted() {
        return nanos.getAsLong() - trustedFrom < TRUSTED.toNanos();
    }

    /** Renews the lease; answers whether it was still held. */
    Uni<Boolean> renew() {
        long asked = nanos.getAsLong();
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(replica.id(), LENGTH.toMillis()))
                .map(renewed -> renewed.rowCount() == 1)
                .invoke(held -> trustedFrom = held ? asked : trustedFrom);
    }

    /** Takes a new lease after this one was lost, for a new replica that has no calls. */
    Uni<Void> begin() {
        long asked = nanos.getAsLong();
        return register(pool, host, timeScale)
                .invoke(next -> {
                    LOG.warnf(
                            "Replica %s was away for longer than its lease; it goes on as %s", replica.id(), next.id());
                    replica = next;
                    trustedFrom = asked;
                })
                .replaceWithVoid();
    }

    /** Gives up the lease, so that the others take over at once. */
    Uni<Void> end() {
        return pool.preparedQuery(END).execute(Tuple.of(replica.id())).replaceWithVoid();
    }

    private static Uni<Replica> register(Pool pool, String host, double timeScale) {
        UUID id = Ids.next();
        return pool.preparedQuery(REGISTER)
                .execute(Tuple.of(id, host, timeScale, LENGTH.toMillis()))
                .map(rows -> new Replica(id, rows.iterator().next().getInteger("shard")));
    }
}
