package dev.outdial.carrier;

import java.util.Locale;

/** Where one attempt stands. The first four are calls that are out; the others are ends. */
public enum CallStatus {
    /** Committed to the database; the carrier has not been asked yet, or has not answered. */
    CREATED,
    /** The carrier accepted it. */
    INITIATED,
    /** It rings. */
    SENT,
    /** It was picked up and goes on. */
    RECEIVED,
    /** It was picked up and is over. */
    COMPLETED,
    /** It rang out. */
    DID_NOT_PICK,
    /** The line was engaged. */
    BUSY,
    /** The network says the person is unavailable. */
    NO_ANSWER,
    /** It could not be set up; {@link EndReason} says why. */
    FAILED,
    /** We withdrew it before anybody picked up. */
    CANCELLED,
    /** No further attempt was allowed any more. */
    RETRY_EXPIRED;

    /** The word on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
