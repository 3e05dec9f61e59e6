package dev.outdial.carrier.simulator.exchange;

import dev.outdial.clock.BusinessClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Business time as the replica that placed a call told it, for as long as that call lasts. An exchange has none of its own:
 * it serves whoever calls it, at any speed.
 */
final class CallersClock implements BusinessClock {

    /** Beyond this nobody waits, and nanoseconds would overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Vertx vertx;
    private final Instant told;
    private final double timeScale;
    private final long nanos = System.nanoTime();

    /**
     * A clock that shows {@code told} now.
     *
     * @param timeScale how many times faster than real time
     */
    CallersClock(Vertx vertx, Instant told, double timeScale) {
        this.vertx = vertx;
        this.told = told;
        this.timeScale = timeScale;
    }

    @Override
    public Instant instant() {
        double micros = (System.nanoTime() - nanos) / 1_000.0 * timeScale;
        return told.plus((long) micros, ChronoUnit.MICROS);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Duration soon = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
        long millis = (long) Math.ceil(soon.toNanos() / timeScale / 1_000_000);
        long id = vertx.setTimer(Math.max(1, millis), fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
