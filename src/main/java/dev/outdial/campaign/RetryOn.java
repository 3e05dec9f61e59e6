package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a campaign may choose to retry, one word per kind of outcome. */
public enum RetryOn {
    /** It rang out. */
    DID_NOT_PICK,
    /** The network says unavailable. */
    NO_ANSWER,
    /** Engaged. */
    BUSY,
    /** A machine picked up. */
    VOICEMAIL,
    /** Not set up for a reason that may pass; a wrong or declined call is never retried. */
    FAILED;

    /** The word on the wire and in the database. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a word.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static RetryOn of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
