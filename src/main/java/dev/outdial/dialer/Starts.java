package dev.outdial.dialer;

import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a telephone rings. A claim may have waited: it is started only while it surely still may be, at
 * its turn on a line that has a pace, and only while it is time to call where the person is. Used by the dialer's own
 * thread only.
 */
final class Starts {

    /**
     * How late a start on a paced line may be; then it would crowd the one after it. Less than the 40 ms that the pace
     * allows for, because the clocks of two replicas may differ by what they know of the database's.
     */
    static final Duration SLACK = Duration.ofMillis(30);

    private final Lease lease;
    private final BusinessClock clock;
    private final Loop loop;
    private final Map<UUID, Instant> held = new HashMap<>();

    Starts(Lease lease, BusinessClock clock, Loop loop) {
        this.lease = lease;
        this.clock = clock;
        this.loop = loop;
    }

    /** Completes when the claim is to be started, with true, or to be given back, with false. */
    Uni<Boolean> turnOf(Claim claim) {
        Claim.Turn turn = claim.turn();
        long early = turn == null ? 0 : turn.startAt() - loop.nanos();
        return early <= 0
                ? Uni.createFrom().item(() -> mayStart(claim))
                : loop.pause(Duration.ofNanos(early)).map(now -> mayStart(claim));
    }

    /** Nothing is started on this line for so long, whatever was claimed before its carrier asked for that. */
    void hold(UUID lineId, Duration pause) {
        held.put(lineId, clock.instant().plus(pause));
    }

    private boolean mayStart(Claim claim) {
        long now = loop.nanos();
        return lease.isTrusted()
                && now - claim.startBy() < 0
                && isInTurn(claim.turn(), now)
                && (claim.closesAt() == null || clock.instant().isBefore(claim.closesAt()))
                && !isHeld(claim.lineId());
    }

    private static boolean isInTurn(Claim.@Nullable Turn turn, long now) {
        return turn == null || now - turn.startAt() <= SLACK.toNanos();
    }

    private boolean isHeld(UUID lineId) {
        Instant until = held.get(lineId);
        if (until == null) {
            return false;
        }
        boolean still = clock.instant().isBefore(until);
        if (!still) {
            held.remove(lineId);
        }
        return still;
    }
}
