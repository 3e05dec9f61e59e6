package dev.outdial.hours;

import java.time.Instant;

/**
 * A time in which people may be called. One that closes when it opens is none: it says when to look again.
 *
 * @param opensAt included
 * @param closesAt not included
 */
public record Spell(Instant opensAt, Instant closesAt) {

    /** Whether people may be called at this instant. */
    public boolean holds(Instant instant) {
        return !instant.isBefore(opensAt) && instant.isBefore(closesAt);
    }
}
