package dev.outdial.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * So many in a period for each name: all at once if need be, then one as often as the period divides by them. Of each
 * name it keeps one number, the moment at which its whole allowance will be back, and forgets it after that.
 */
final class Gcra {

    /** Past this many, names whose allowance is whole again are forgotten; past twice as many, all are. */
    private static final int REMEMBERED_MAX = 10_000;

    private final int allowance;
    private final long periodNanos;
    private final long intervalNanos;
    private final ConcurrentMap<String, Long> whole = new ConcurrentHashMap<>();

    Gcra(int allowance, Duration period) {
        this.allowance = allowance;
        this.periodNanos = period.toNanos();
        this.intervalNanos = Math.max(1, periodNanos / allowance);
    }

    /**
     * Takes one.
     *
     * @param now on a monotonic clock
     */
    Taken take(String name, long now) {
        makeRoom(now);
        boolean[] granted = new boolean[1];
        long wholeAt = whole.compute(name, (_, before) -> {
            long start = before == null || before - now < 0 ? now : before;
            granted[0] = start + intervalNanos - now <= periodNanos;
            return granted[0] ? start + intervalNanos : start;
        });
        return taken(granted[0], wholeAt - now);
    }

    /** Whether none would be granted; takes none. */
    boolean isSpent(String name, long now) {
        Long wholeAt = whole.get(name);
        return wholeAt != null && wholeAt + intervalNanos - now > periodNanos;
    }

    /** Names that are remembered. */
    int size() {
        return whole.size();
    }

    private Taken taken(boolean granted, long wholeIn) {
        long left = Math.min(allowance, (periodNanos - wholeIn) / intervalNanos);
        long next = Math.max(0, wholeIn + intervalNanos - periodNanos);
        return new Taken(granted, left, Duration.ofNanos(wholeIn), Duration.ofNanos(next));
    }

    private void makeRoom(long now) {
        if (whole.size() > REMEMBERED_MAX) {
            whole.values().removeIf(wholeAt -> wholeAt - now <= 0);
            if (whole.size() > 2 * REMEMBERED_MAX) {
                whole.clear();
            }
        }
    }

    /**
     * What came of asking for one.
     *
     * @param left how many more would be granted now
     * @param wholeIn when all of the allowance is back, if nobody takes any
     * @param nextIn when the next one is granted
     */
    record Taken(boolean granted, long left, Duration wholeIn, Duration nextIn) {}
}
