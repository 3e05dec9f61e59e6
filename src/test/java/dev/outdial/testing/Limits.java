package dev.outdial.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** What one limit was, and when, in real time. A lowered limit drains: what was opened under the old one may still begin. */
public final class Limits {

    /** How long a call may be on its way to the carrier after it was opened: the dialer's patience, and the way itself. */
    public static final Duration ON_THE_WAY = Duration.ofMillis(1_500);

    private final TreeMap<Instant, Integer> changes = new TreeMap<>();

    public Limits(int first) {
        changes.put(Instant.MIN, first);
    }

    /** From now on it is another. */
    public void change(Instant at, int limit) {
        changes.put(at, limit);
    }

    /** How many calls may be open when one begins: the highest limit since that one may have been opened. */
    public int at(Instant begun) {
        Instant opened = begun.minus(ON_THE_WAY);
        return changes.subMap(changes.floorKey(opened), true, begun, true).values().stream()
                .max(Integer::compare)
                .orElseThrow();
    }
}
