package dev.outdial.carrier.simulator;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.carrier.PlaceCall;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the network will do with one call. Decided before it rings and from the call alone, so that neither threads nor
 * replicas change what happens.
 *
 * @param ringing business time until it is picked up or given up
 * @param pickup null when nobody picks up
 */
record Plan(
        Creation creation,
        Telling telling,
        Duration ringing,
        @Nullable Pickup pickup,
        CallStatus status,
        EndReason reason,
        int sipCode) {

    private static final int OK = 200;

    /** How the request to call is answered. */
    enum Creation {
        ACCEPTED,
        REFUSED,
        THROTTLED_TWICE,
        /** The call is placed, but the answer does not reach us. */
        ANSWER_LOST
    }

    /** How much of what happens reaches us. */
    enum Telling {
        ALL_ONCE,
        DOUBLED_AND_REVERSED,
        /** The call ends, but nobody says so. */
        END_LOST
    }

    /**
     * The call is answered.
     *
     * @param talk business time from the answer to the end
     */
    record Pickup(AnsweredBy by, Duration talk) {}

    static Plan unanswered(Duration ringing, CallStatus status, EndReason reason, int sipCode) {
        return new Plan(Creation.ACCEPTED, Telling.ALL_ONCE, ringing, null, status, reason, sipCode);
    }

    static Plan answered(Duration ringing, Pickup pickup, EndReason reason) {
        return new Plan(Creation.ACCEPTED, Telling.ALL_ONCE, ringing, pickup, CallStatus.COMPLETED, reason, OK);
    }

    /** Picked up, but the voice agent could not be reached. */
    static Plan agentFailed(Duration ringing, Pickup pickup) {
        return new Plan(
                Creation.ACCEPTED, Telling.ALL_ONCE, ringing, pickup, CallStatus.FAILED, EndReason.NETWORK_FAILURE, OK);
    }

    Plan with(Creation other) {
        return new Plan(other, telling, ringing, pickup, status, reason, sipCode);
    }

    Plan with(Telling other) {
        return new Plan(creation, other, ringing, pickup, status, reason, sipCode);
    }

    /** The same, cut off where the call would last longer than it may. */
    Plan within(PlaceCall call) {
        if (pickup == null || pickup.talk().compareTo(call.maxDuration()) <= 0) {
            return this;
        }
        Pickup cut = new Pickup(pickup.by(), call.maxDuration());
        return new Plan(creation, telling, ringing, cut, CallStatus.COMPLETED, EndReason.MAX_DURATION, OK);
    }

    /** How it ended, once it did. */
    Outcome outcome(@Nullable Instant answeredAt) {
        return new Outcome(status, reason, answeredAt, pickup == null ? null : pickup.by(), sipCode);
    }
}
