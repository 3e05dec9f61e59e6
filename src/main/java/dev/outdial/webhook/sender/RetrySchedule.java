package dev.outdial.webhook.sender;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a failed delivery is tried again: the schedule of Standard Webhooks, as much of it as the subscription wants. */
final class RetrySchedule {

    private static final List<Duration> GAPS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24),
            Duration.ofHours(24));

    /** An endpoint that asks for more is not worth more. */
    private static final Duration LONGEST = Duration.ofHours(24);

    /** What failed together must not come back together. */
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How long to wait, or null when that was the last try.
     *
     * @param failures before this one
     * @param asked what the endpoint wants, or null; it can make the wait longer, not shorter
     */
    @Nullable
    Duration gap(int failures, int retryCount, @Nullable Duration asked) {
        if (failures >= Math.min(retryCount, GAPS.size())) {
            return null;
        }
        Duration gap = GAPS.get(failures);
        if (asked != null && asked.compareTo(gap) > 0) {
            gap = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
        }
        return gap.plusMillis((long) (gap.toMillis() * JITTER * random.nextDouble()));
    }
}
