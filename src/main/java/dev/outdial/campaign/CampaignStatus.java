package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/**
 * Where a campaign stands. A status is one column of one row, changed in one transaction, so a crash leaves it either
 * as it was or as it should be; what a crash can leave behind besides is said of each. {@link CampaignAction} has the
 * transitions that people make.
 */
public enum CampaignStatus {
    /** Saved, and dials nothing until somebody starts, pauses or cancels it. A crash leaves nothing behind. */
    DRAFT,
    /** Waits for its time, at which the dialer's tick makes it run. After a crash the next tick, of any replica, does. */
    ACTIVE,
    /**
     * Dialing, or ready to. The dialer completes it with its last lead or at its end, its owner pauses or cancels it. A
     * crash leaves calls that are out, which another replica takes over.
     */
    RUNNING,
    /**
     * Starts no call until it is resumed; by its owner's wish, or the dialer's, with a reason, because every call would
     * fail alike. After a crash calls may still be out: they go on and are counted.
     */
    PAUSED,
    /** Every lead is final. Only another lead makes it run again. A crash leaves nothing behind. */
    COMPLETED,
    /** Over for good. A crash may leave leads that wait: the dialer's next tick fails them. */
    CANCELLED;

    @EnumeratedValue
    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire and in the database. */
    @JsonValue
    public String word() {
        return word;
    }
}
