package dev.outdial.dialer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that stands still while there is something to do in it and then jumps to the next thing. Everything of a simulated
 * run happens here, one thing at a time, in an order that only the seed decides.
 */
final class VirtualTime {

    /** Business time and real time run equally fast but have nothing in common, so that taking one for the other shows. */
    private static final Instant BUSINESS = Instant.parse("2026-03-02T12:00:00Z");

    private static final Instant REAL = Instant.parse("2031-07-01T00:00:00Z");

    private final PriorityQueue<Thing> things =
            new PriorityQueue<>(Comparator.comparingLong(Thing::at).thenComparingLong(Thing::number));
    private long nanos;
    private long numbers;

    /** Since the beginning. */
    long nanos() {
        return nanos;
    }

    /** The database's clock. */
    Instant real() {
        return REAL.plusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
    }

    /** What campaigns go by. */
    Instant business() {
        return BUSINESS.plusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
    }

    /** Does something later, or as soon as what was to be done before is done. */
    void after(Duration delay, Runnable what) {
        things.add(new Thing(nanos + Math.max(0, delay.toNanos()), numbers++, what));
    }

    /** Does the next thing; answers whether there was one. */
    boolean step() {
        Thing next = things.poll();
        if (next == null) {
            return false;
        }
        nanos = next.at();
        next.what().run();
        return true;
    }

    private record Thing(long at, long number, Runnable what) {}
}
