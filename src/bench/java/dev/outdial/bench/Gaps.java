package dev.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long slots were empty, from a journal: each end frees a slot, and the next start takes the one that has been free
 * for longest.
 *
 * @param nanos each gap that ended in the window, sorted
 * @param busy the part of the window that the slots were taken
 */
record Gaps(List<Long> nanos, double busy, double startsPerSecond) {

    Gaps {
        nanos = List.copyOf(nanos);
    }

    /**
     * Reads a journal.
     *
     * @param skipSeconds how long after the first start the window begins
     */
    static Gaps of(Path journal, int slots, int skipSeconds, int seconds) throws IOException {
        List<Moment> moments = read(journal);
        if (moments.isEmpty()) {
            return new Gaps(List.of(), 0, 0);
        }
        long from = moments.getFirst().nanos() + skipSeconds * 1_000_000_000L;
        long to = Math.min(from + seconds * 1_000_000_000L, moments.getLast().nanos());
        ArrayDeque<Long> free = new ArrayDeque<>();
        List<Long> gaps = new ArrayList<>();
        double taken = 0;
        int open = 0;
        long last = from;
        for (Moment moment : moments) {
            long at = Math.clamp(moment.nanos(), from, Math.max(from, to));
            taken += (double) open * (at - last);
            last = at;
            open += moment.start() ? 1 : -1;
            if (!moment.start()) {
                free.add(moment.nanos());
            } else if (!free.isEmpty()) {
                long gap = moment.nanos() - free.remove();
                if (moment.nanos() >= from && moment.nanos() <= to) {
                    gaps.add(gap);
                }
            }
        }
        double length = Math.max(1, to - from);
        return new Gaps(gaps.stream().sorted().toList(), taken / length / slots, gaps.size() / (length / 1e9));
    }

    /** In milliseconds. */
    double percentile(double part) {
        return nanos.isEmpty() ? Double.NaN : nanos.get((int) Math.min(nanos.size() - 1, part * nanos.size())) / 1e6;
    }

    JsonObject json() {
        return new JsonObject()
                .put("gaps", nanos.size())
                .put("p50_ms", percentile(0.5))
                .put("p95_ms", percentile(0.95))
                .put("p99_ms", percentile(0.99))
                .put("max_ms", percentile(1))
                .put(
                        "mean_ms",
                        nanos.stream().mapToLong(Long::longValue).average().orElse(Double.NaN) / 1e6)
                .put("busy", busy)
                .put("starts_per_second", startsPerSecond);
    }

    private static List<Moment> read(Path journal) throws IOException {
        try (Stream<String> lines = Files.lines(journal)) {
            return lines.map(line -> new Moment(Long.parseLong(line.substring(2)), line.charAt(0) == 's'))
                    .sorted(Comparator.comparingLong(Moment::nanos))
                    .toList();
        }
    }

    private record Moment(long nanos, boolean start) {}
}
