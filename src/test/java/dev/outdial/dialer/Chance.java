package dev.outdial.dialer;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where everything random in a simulated run comes from. What is random about the n-th thing of a kind depends on nothing
 * else, so a run with one anomaly less stays as much like the other as it can.
 */
record Chance(long seed) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** For the n-th thing of a kind. */
    RandomGenerator of(String kind, long n) {
        return new SplittableRandom((seed * 31 + kind.hashCode()) * GOLDEN + n * 0xBF58476D1CE4E5B9L);
    }

    /** How long the n-th message of a kind is under way: usually little, sometimes up to so much. */
    Duration travel(String kind, long n, Duration most) {
        RandomGenerator random = of(kind, n);
        boolean fast = random.nextInt(8) > 0;
        return Duration.ofNanos(random.nextLong(100_000, fast ? 5_000_000 : most.toNanos()));
    }
}
