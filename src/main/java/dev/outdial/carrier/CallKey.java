package dev.outdial.carrier;

import org.jspecify.annotations.Nullable;

/**
 * Everything a carrier could find a call by.
 *
 * @param carrierCallId the carrier's own id, null while it has not told it
 */
public record CallKey(String callId, @Nullable String carrierCallId, String from, String to) {

    /** Leaves out the numbers: they are personal data. */
    @Override
    public String toString() {
        return "CallKey[" + callId + "]";
    }
}
