package dev.outdial.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time that people and campaigns live in: ringing, talking, retry intervals, calling hours and schedules. It is real
 * time in production and runs faster in a rehearsal.
 */
public interface BusinessClock extends InstantSource {

    /** The present, in business time, with the microseconds that PostgreSQL keeps. */
    @Override
    Instant instant();

    /**
     * Runs a task once, on the thread of whoever turns this clock, when so much business time has passed.
     *
     * @param delay zero or less means as soon as possible, but never before this method has returned
     */
    Timer after(Duration delay, Runnable task);

    /** A task that has not run yet. */
    interface Timer {

        /** Takes the task back. Too late is no error. */
        void cancel();
    }
}
