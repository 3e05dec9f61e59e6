package dev.outdial.dialer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line that may not be well, or may be well again.
 *
 * @param tried how the call went that tried a broken line; null where a call failed for a reason of the carrier's
 */
record LineCheck(UUID lineId, @Nullable Boolean tried) {

    /** What the end of a call says of its line; null where it says nothing new. */
    static @Nullable LineCheck of(Settlement settlement) {
        if (!(settlement instanceof Settlement.Ended ended)) {
            return null;
        }
        Claim claim = ended.claim();
        boolean failed = ended.outcome().isFailureOfTheLine();
        if (claim.probing()) {
            return new LineCheck(claim.lineId(), !failed);
        }
        return failed ? new LineCheck(claim.lineId(), null) : null;
    }
}
