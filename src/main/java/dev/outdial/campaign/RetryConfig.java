package dev.outdial.campaign;

import dev.outdial.http.Field;
import dev.outdial.http.Input;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's {@link RetryPolicy} as clients write it and as the campaign's row keeps it.
 *
 * @param retryIntervalMinutes from the end of an attempt to the next, where there are no {@code intervalsMinutes}
 * @param retryOn in the order of the constants
 * @param intervalsMinutes one interval after each attempt, the last one repeated; null for the same after all
 */
public record RetryConfig(
        int maxRetries,
        int retryIntervalMinutes,
        List<RetryOn> retryOn,
        @Nullable List<Integer> intervalsMinutes) {

    static final int MOST_INTERVALS = 10;

    /** No retries; for those who only ask for some, one hour apart. */
    static final RetryConfig DEFAULT = new RetryConfig(0, 60, sorted(RetryPolicy.DEFAULT_RETRY_ON), null);

    /** Reads the form the campaign's row keeps. */
    static RetryConfig of(JsonObject json) {
        JsonArray intervals = json.getJsonArray("intervals_minutes");
        return new RetryConfig(
                json.getInteger("max_retries"),
                json.getInteger("retry_interval_minutes"),
                json.getJsonArray("retry_on").stream()
                        .map(word -> RetryOn.of((String) word))
                        .toList(),
                intervals == null
                        ? null
                        : intervals.stream()
                                .map(minutes -> ((Number) minutes).intValue())
                                .toList());
    }

    /** The form the campaign's row keeps, and {@link RetryPolicy#of} reads. */
    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("max_retries", maxRetries)
                .put("retry_interval_minutes", retryIntervalMinutes)
                .put(
                        "retry_on",
                        new JsonArray(retryOn.stream().map(RetryOn::word).toList()));
        return intervalsMinutes == null ? json : json.put("intervals_minutes", new JsonArray(intervalsMinutes));
    }

    private static List<RetryOn> sorted(Iterable<RetryOn> some) {
        EnumSet<RetryOn> sorted = EnumSet.noneOf(RetryOn.class);
        some.forEach(sorted::add);
        return List.copyOf(sorted);
    }

    /** What a client says of it: any part may be left out and stays as it was. */
    record Edit(
            Field<Integer> maxRetries,
            Field<Integer> retryIntervalMinutes,
            Field<List<RetryOn>> retryOn,
            Field<List<Integer>> intervalsMinutes) {

        static Edit read(Input in) {
            Input retry = in.object("retry_config", "retry_policy");
            int longest = RetryPolicy.LONGEST_INTERVAL_MINUTES;
            return new Edit(
                    retry.integer(0, RetryPolicy.MOST_RETRIES, "max_retries"),
                    retry.integer(1, longest, "retry_interval_minutes"),
                    retry.choices(RetryOn.class, "retry_on"),
                    retry.integers(MOST_INTERVALS, 1, longest, "intervals_minutes"));
        }

        RetryConfig applyTo(RetryConfig before) {
            return new RetryConfig(
                    maxRetries.or(before.maxRetries()),
                    retryIntervalMinutes.or(before.retryIntervalMinutes()),
                    retryOn.isGiven() ? sorted(retryOn.get()) : before.retryOn(),
                    intervalsMinutes.isCleared() ? null : orBefore(before));
        }

        private @Nullable List<Integer> orBefore(RetryConfig before) {
            return intervalsMinutes.isGiven() ? intervalsMinutes.get() : before.intervalsMinutes();
        }
    }
}
