package dev.outdial.dialer;

import dev.outdial.http.Ids;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
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

    private final Roster roster;
    private final LongSupplier nanos;
    private volatile Replica replica;
    private volatile long trustedFrom;

    private Lease(Roster roster, LongSupplier nanos, Replica replica, long trustedFrom) {
        this.roster = roster;
        this.nanos = nanos;
        this.replica = replica;
        this.trustedFrom = trustedFrom;
    }

    /**
     * Joins the replicas of a database.
     *
     * @param nanos a monotonic clock
     */
    static Uni<Lease> take(Roster roster, LongSupplier nanos) {
        long asked = nanos.getAsLong();
        return roster.enter(Ids.next(), LENGTH).map(replica -> new Lease(roster, nanos, replica, asked));
    }

    /** This life of the process. */
    Replica replica() {
        return replica;
    }

    /** The monotonic clock that the lease is measured by, and with it all that may be done under it. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** Whether something may be started now: surely nobody takes this replica for dead within a claim's patience. */
    boolean isTrusted() {
        return nanos.getAsLong() - trustedFrom < TRUSTED.toNanos();
    }

    /** Renews the lease; answers whether it was still held. */
    Uni<Boolean> renew() {
        long asked = nanos.getAsLong();
        return roster.renew(replica.id(), LENGTH).invoke(held -> trustedFrom = held ? asked : trustedFrom);
    }

    /** Takes a new lease after this one was lost, for a new replica that has no calls. */
    Uni<Void> begin() {
        long asked = nanos.getAsLong();
        return roster.enter(Ids.next(), LENGTH)
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
        return roster.leave(replica.id());
    }
}
