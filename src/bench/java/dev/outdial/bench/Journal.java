package dev.outdial.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When each call began and ended, on the monotonic clock; in memory while it is measured, in a file afterwards. Any thread
 * may write.
 */
public final class Journal {

    private final long[] starts;
    private final long[] ends;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** @param most starts and ends there is room for; later ones are not kept */
    public Journal(int most) {
        starts = new long[most];
        ends = new long[most];
    }

    public void start(long nanos) {
        put(starts, started, nanos);
    }

    public void end(long nanos) {
        put(ends, ended, nanos);
    }

    /** Writes a line for each: {@code s} or {@code e}, and the nanoseconds. */
    public void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            write(out, "s ", starts, started);
            write(out, "e ", ends, ended);
        }
    }

    private static void put(long[] times, AtomicInteger count, long nanos) {
        int i = count.getAndIncrement();
        if (i < times.length) {
            times[i] = nanos;
        }
    }

    private static void write(BufferedWriter out, String kind, long[] times, AtomicInteger count) throws IOException {
        int n = Math.min(times.length, count.get());
        for (int i = 0; i < n; i++) {
            out.write(kind + times[i] + "\n");
        }
    }
}
