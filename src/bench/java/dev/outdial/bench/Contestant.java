package dev.outdial.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody who is measured.
 *
 * @param tables whose tables it works on: what was loaded once serves all who share them
 * @param keeps what is left of an attempt when it is over
 * @param how the settings it is given, each as its own documentation advises
 */
record Contestant(String name, String tables, Map<String, String> settings, String keeps, String how) {

    private static final String HISTORY = "history row";

    Contestant {
        settings = Map.copyOf(settings);
    }

    /** For work without a duration: how much is done is limited by nothing but the machine. */
    static List<Contestant> atFullSpeed() {
        List<Contestant> all = new ArrayList<>();
        all.add(new Contestant(
                "Outdial",
                "outdial",
                Map.of("slots", "1000", "campaigns", "1"),
                "log row, progress, exact limits",
                "as it comes; one campaign of 1,000 slots"));
        all.add(graphile("graphile-worker, plain", false, "24", "nothing", "concurrentJobs 24, else defaults"));
        all.add(graphile("graphile-worker, tuned", true, "24", "nothing", GRAPHILE_TUNED));
        all.add(graphile("graphile-worker, tuned, with history", true, "500", HISTORY, GRAPHILE_HISTORY));
        all.add(new Contestant(
                "pg-boss",
                "pg-boss",
                Map.of("slots", "4", "batch", "1000", "connections", "10"),
                "its completed row",
                "4 workers, batchSize 1000, burstWhenBatchFull, pollingIntervalSeconds 0.5"));
        all.add(dbScheduler("db-scheduler", "50", "nothing", "lock-and-fetch 0.5/4.0, 50 threads, pool of 20"));
        all.add(dbScheduler("db-scheduler, with history", "50", HISTORY, "the same; a row inserted by each execution"));
        return all;
    }

    /** For calls that last: as many at once as there are slots. */
    static List<Contestant> withSlots(int slots) {
        String n = Integer.toString(slots);
        return List.of(
                new Contestant(
                        "Outdial",
                        "outdial",
                        Map.of("slots", n, "campaigns", "1"),
                        "log row, progress, exact limits",
                        "as it comes; one campaign of " + n + " slots"),
                graphile("graphile-worker, plain", false, n, "nothing", "concurrentJobs " + n + ", else defaults"),
                graphile("graphile-worker, tuned", true, n, "nothing", "the same, localQueue, batched completion"),
                new Contestant(
                        "pg-boss",
                        "pg-boss",
                        Map.of("slots", n, "batch", "1", "connections", "20"),
                        "its completed row",
                        n + " workers, batchSize 1, burstWhenReadyExceeds 1"),
                dbScheduler("db-scheduler", n, "nothing", "lock-and-fetch 0.5/4.0, " + n + " threads, pool of 20"));
    }

    /** Whether it is a script for node. */
    boolean isScript() {
        return tables.equals("graphile") || tables.equals("pg-boss");
    }

    private static final String GRAPHILE_TUNED = "concurrentJobs 24, localQueue 500, completeJobBatchDelay 0";

    private static final String GRAPHILE_HISTORY =
            "concurrentJobs 500, localQueue 1000, completeJobBatchDelay 0; rows that gather are inserted together";

    private static Contestant graphile(String name, boolean tuned, String slots, String keeps, String how) {
        return new Contestant(
                name,
                "graphile",
                Map.of(
                        "slots",
                        slots,
                        "tuned",
                        Boolean.toString(tuned),
                        "history",
                        Boolean.toString(keeps.equals(HISTORY)),
                        "queue",
                        slots.equals("24") ? "500" : Integer.toString(2 * Integer.parseInt(slots)),
                        "connections",
                        "20"),
                keeps,
                how);
    }

    private static Contestant dbScheduler(String name, String threads, String keeps, String how) {
        return new Contestant(
                name,
                "db-scheduler",
                Map.of("slots", threads, "history", Boolean.toString(keeps.equals(HISTORY)), "connections", "20"),
                keeps,
                how);
    }
}
