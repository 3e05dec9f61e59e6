package dev.outdial.carrier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a carrier says of a call when asked. */
public sealed interface Lookup {

    /**
     * The carrier has the call and it goes on.
     *
     * @param answeredAt null while it rings
     */
    record Live(@Nullable String carrierCallId, @Nullable Instant answeredAt) implements Lookup {}

    /** The carrier has the call and it is over. */
    record Over(CarrierEvent.Ended ended) implements Lookup {}

    /**
     * The carrier has no such call.
     *
     * @param definitive whether that proves it was never placed
     */
    record NotFound(boolean definitive) implements Lookup {}

    /** The carrier could not be asked: nothing is known. */
    record Unavailable(String detail) implements Lookup {}
}
