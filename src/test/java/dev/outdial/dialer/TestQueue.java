package dev.outdial.dialer;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue of one replica on a database of its own, used one step at a time, at a time that the test sets. */
final class TestQueue implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    final ManualClock clock;
    final CampaignRows rows;
    final LeadQueue queue;
    private final TestDatabase database = TestDatabase.create();
    private final Pool pool = database.pool(4);

    TestQueue(Instant start) {
        clock = new ManualClock(start);
        rows = new CampaignRows(pool, start);
        queue = replica();
    }

    /** Another replica's. */
    LeadQueue replica() {
        Lease lease = await(Lease.take(new ReplicaTable(pool, "test", 1), System::nanoTime));
        return new LeadQueue(pool, lease, clock, TestReplica.claims("simulator"), PATIENCE);
    }

    /** Real time stands still in this database from now on: leases last, and paces grant what they grant. */
    void stopRealTime() {
        String now = rows.row("SELECT real_now()::text").getString(0);
        database.execute("CREATE OR REPLACE FUNCTION real_now() RETURNS timestamptz LANGUAGE sql STABLE"
                + " RETURN timestamptz '" + now + "'");
    }

    List<Claim> claim(int most) {
        return await(queue.claim(most));
    }

    /** Settles calls of this replica and fills their slots, as far as may be. */
    List<Claim> settle(List<Settlement> ends) {
        return await(queue.settle(queue.closing(ends, ends.size())));
    }

    /** What time asks for, and when it is time to call whom. */
    @Nullable
    Instant tick() {
        Instant next = await(queue.tick());
        await(new Timetable(queue, clock).bringUpToDate());
        return next;
    }

    /** The attempt ended like this, now. */
    Settlement ended(Claim claim, CallStatus status, EndReason reason) {
        return OpenCall.claimed(claim, clock.instant())
                .ended(Outcome.unanswered(status, reason, null), clock.instant());
    }

    Settlement busy(Claim claim) {
        return ended(claim, CallStatus.BUSY, EndReason.USER_BUSY);
    }

    /** The call failed for a reason of the line's. */
    Settlement lineFailed(Claim claim) {
        return ended(claim, CallStatus.FAILED, EndReason.NETWORK_FAILURE);
    }

    static <T extends @Nullable Object> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        database.close();
    }
}
