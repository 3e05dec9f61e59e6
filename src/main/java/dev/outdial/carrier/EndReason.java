package dev.outdial.carrier;

import java.util.Locale;

/** Why an attempt, or a lead, ended. Clients treat unknown values as valid, so this list may grow. */
public enum EndReason {
    USER_DISCONNECTED,
    AGENT_DISCONNECTED,
    USER_DID_NOT_PICK_UP,
    USER_BUSY,
    USER_UNREACHABLE,
    USER_DECLINED,
    INVALID_PHONE_NUMBER,
    UNALLOCATED_PHONE_NUMBER,
    DESTINATION_FORBIDDEN,
    NETWORK_FAILURE,
    VOICEMAIL_DETECTED,
    SIP_AUTH_FAILED,
    SIP_TRUNK_UNREACHABLE,
    MAX_DURATION,
    CAMPAIGN_CANCELLED,
    CAMPAIGN_ENDED,
    SUPPRESSED,
    UNKNOWN;

    /** Whether it would have met any other call of the same line as well. */
    boolean isOfTheLine() {
        return this == NETWORK_FAILURE || this == SIP_AUTH_FAILED || this == SIP_TRUNK_UNREACHABLE;
    }

    /** The word on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
