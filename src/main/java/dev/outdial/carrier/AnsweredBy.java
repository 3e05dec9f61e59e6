package dev.outdial.carrier;

import java.util.Locale;

/** Who picked up, as far as it was detected. */
public enum AnsweredBy {
    HUMAN,
    MACHINE,
    FAX,
    UNKNOWN;

    /** The word on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
