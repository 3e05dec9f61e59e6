package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/** The replicas that live, each until its lease is over. Time is the database's own, real time. */
interface Roster {

    /** Enters a replica; answers it with its shard. */
    Uni<Replica> enter(UUID id, Duration lease);

    /** Prolongs a lease that is not over; answers whether it was still held. */
    Uni<Boolean> renew(UUID id, Duration lease);

    /** Ends a lease, so that the others take over at once. */
    Uni<Void> leave(UUID id);
}
