package dev.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * How far everything is at one moment; the difference of two is what happened in between.
 *
 * @param serverMillis processor time of PostgreSQL, all of its processes
 * @param clientMillis processor time of who is measured
 * @param walBytes written to PostgreSQL's log, by everybody
 */
record Reading(
        long nanos, long done, double serverMillis, double clientMillis, long walBytes, long commits, long fullPages) {

    private static final double MILLIS_PER_TICK = 10;

    /** Of one database. */
    static Reading now(Lab lab, String database, long done, Collection<Long> clients) throws IOException {
        double client = 0;
        for (long pid : clients) {
            client += cpu(pid, false);
        }
        double server = cpu(lab.postmaster(), true);
        JsonObject counters = lab.row("""
                SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS wal,
                       (SELECT xact_commit FROM pg_stat_database WHERE datname = '%s') AS commits,
                       (SELECT wal_fpi FROM pg_stat_wal) AS fpi
                """.formatted(database));
        return new Reading(
                System.nanoTime(),
                done,
                server,
                client,
                counters.getLong("wal"),
                counters.getLong("commits"),
                counters.getLong("fpi"));
    }

    Reading since(Reading before) {
        return new Reading(
                nanos - before.nanos,
                done - before.done,
                serverMillis - before.serverMillis,
                clientMillis - before.clientMillis,
                walBytes - before.walBytes,
                commits - before.commits,
                fullPages - before.fullPages);
    }

    double perSecond() {
        return done * 1e9 / nanos;
    }

    double commitsPerThousand() {
        return 1000.0 * commits / Math.max(1, done);
    }

    double walEach() {
        return (double) walBytes / Math.max(1, done);
    }

    /** Milliseconds of processor time. */
    double clientPerThousand() {
        return 1000 * clientMillis / Math.max(1, done);
    }

    /** Milliseconds of processor time. */
    double serverPerThousand() {
        return 1000 * serverMillis / Math.max(1, done);
    }

    JsonObject json() {
        return new JsonObject()
                .put("seconds", nanos / 1e9)
                .put("attempts", done)
                .put("attempts_per_second", perSecond())
                .put("server_cpu_ms", serverMillis)
                .put("client_cpu_ms", clientMillis)
                .put("wal_bytes", walBytes)
                .put("full_page_images", fullPages)
                .put("commits", commits);
    }

    /** Of a process, and of its children that live and those that have ended, where they count. */
    private static double cpu(long pid, boolean withChildren) throws IOException {
        double millis = times(pid, withChildren);
        if (withChildren) {
            try (Stream<ProcessHandle> children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children)) {
                for (ProcessHandle child : children.toList()) {
                    millis += times(child.pid(), false);
                }
            }
        }
        return millis;
    }

    private static double times(long pid, boolean withEndedChildren) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // After the name, which may hold anything: state is field 3, utime field 14, cutime field 16.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            if (withEndedChildren) {
                ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
            }
            return ticks * MILLIS_PER_TICK;
        } catch (IOException e) {
            return 0; // It has ended; its time is its parent's now.
        }
    }
}
