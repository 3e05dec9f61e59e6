package dev.outdial.carrier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, in our words. A carrier's codes become one of these in that carrier's room.
 *
 * @param answeredAt null when nobody picked up
 * @param answeredBy null when nobody picked up or nothing was detected
 * @param sipCode the network's own final code, where it tells one
 */
public record Outcome(
        CallStatus status,
        EndReason reason,
        @Nullable Instant answeredAt,
        @Nullable AnsweredBy answeredBy,
        @Nullable Integer sipCode) {

    /** An attempt that nobody picked up. */
    public static Outcome unanswered(CallStatus status, EndReason reason, @Nullable Integer sipCode) {
        return new Outcome(status, reason, null, null, sipCode);
    }

    /** Whether the carrier failed rather than the person: what the circuit breaker of a line counts. */
    public boolean isFailureOfTheLine() {
        return status == CallStatus.FAILED && answeredAt == null && reason.isOfTheLine();
    }

    /** An attempt that was picked up. */
    public static Outcome answered(EndReason reason, Instant answeredAt, AnsweredBy answeredBy) {
        return new Outcome(CallStatus.COMPLETED, reason, answeredAt, answeredBy, 200);
    }
}
