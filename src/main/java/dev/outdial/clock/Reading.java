package dev.outdial.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the database's clock showed at a moment of this process's monotonic clock, as exactly as the way of the question
 * allows: it was read at some time between question and answer.
 *
 * @param error how wrong this can be, in nanoseconds
 */
record Reading(long nanos, Instant database, long error) {

    /** How far the two clocks part in a second, at worst, in nanoseconds. */
    private static final long DRIFT = 100_000;

    private static final long SECOND = 1_000_000_000;

    /** A reading whose question was sent and whose answer came at these moments. */
    static Reading between(long asked, long answered, Instant database) {
        long error = (answered - asked) / 2;
        return new Reading(asked + error, database, error);
    }

    /** The moment of the monotonic clock at which the database's shows this. */
    long nanosAt(Instant time) {
        return nanos + ChronoUnit.NANOS.between(database, time);
    }

    /** The better of the two: the later one, unless it is less exact than this one still is; a clock that was set wins. */
    Reading or(Reading later) {
        long errorByNow = error + (later.nanos - nanos) / SECOND * DRIFT;
        boolean contradicts = Duration.between(database.plusNanos(later.nanos - nanos), later.database)
                        .abs()
                        .toNanos()
                > errorByNow + later.error;
        return contradicts || later.error <= errorByNow ? later : this;
    }
}
