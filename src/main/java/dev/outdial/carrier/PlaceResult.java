package dev.outdial.carrier;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The carrier's first answer. It says whether a person's telephone may be ringing now. */
public sealed interface PlaceResult {

    /**
     * The call is on its way; its end will come as a {@link CarrierEvent.Ended}.
     *
     * @param carrierCallId the carrier's own id, null where it answers without one
     */
    record Accepted(@Nullable String carrierCallId, Instant at) implements PlaceResult {}

    /** Surely not placed, and asking again would not help. */
    record Refused(Fault fault, EndReason reason, String message) implements PlaceResult {}

    /**
     * Surely not placed, for lack of capacity: the same attempt may be made again.
     *
     * @param retryAfter how long at least to start nothing more on the line
     */
    record Throttled(Duration retryAfter) implements PlaceResult {}

    /** The answer got lost: the telephone may be ringing. Only {@link Carrier#lookup} or an event can tell. */
    record Unknown(String detail) implements PlaceResult {}

    /** Whose fault a refusal is. */
    enum Fault {
        /** The called number: this lead is done. */
        NUMBER,
        /** Our settings: every lead of the campaign would be refused alike. */
        CONFIG,
        /** The carrier account: every lead on it would be refused alike. */
        ACCOUNT,
        /** The carrier's network. */
        CARRIER
    }
}
