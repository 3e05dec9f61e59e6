package dev.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How soon a slot is used again: 200 slots and calls of 50 ms beside the peers, and calls of half a minute alone. */
final class Slots {

    private static final int SLOTS = 200;
    private static final int HOLD = 50;

    private final Lab lab;
    private final Options options;
    private final Report report;

    Slots(Lab lab, Options options, Report report) {
        this.lab = lab;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        List<Contestant> all = Contestant.withSlots(SLOTS).stream()
                .filter(who -> options.wants(who.name()))
                .toList();
        int seconds = options.quick() ? options.seconds() : options.seconds() / 2 + 1;
        int leads = (SLOTS * 1000 / HOLD) * (options.warmUp() + seconds + 1);
        Map<Contestant, List<Gaps>> found = new LinkedHashMap<>();
        for (int i = 0; i < options.repeats(); i++) {
            for (Contestant who : i % 2 == 0 ? all : all.reversed()) {
                Settings job = new Settings(who.settings()).with("leads", leads).with("hold", HOLD);
                found.computeIfAbsent(who, _ -> new ArrayList<>())
                        .add(once("slots", who, job, options.warmUp(), seconds));
            }
        }
        Table table =
                new Table("slot free to next call, ms", "p50", "p95", "p99", "most", "slots busy", "calls per second");
        found.forEach((who, runs) -> table.row(row(who.name(), median(runs))));
        report.section(
                "Slot free to next call: " + SLOTS + " slots, calls of " + HOLD + " ms",
                table,
                all.stream()
                        .map(who -> "- " + who.name() + ": " + who.how() + ".")
                        .toArray(String[]::new));
    }

    /** Calls of 20 to 40 s, 30 in the mean, so that they do not end in step. */
    void utilization() throws IOException, InterruptedException {
        Contestant outdial = Contestant.withSlots(SLOTS).getFirst();
        String hold = options.quick() ? "2000-4000" : "20000-40000";
        int skip = options.quick() ? 1 : 2;
        int seconds = options.quick() ? 9 : 60;
        Settings job = new Settings(outdial.settings()).with("leads", 5_000).with("hold", hold);
        Gaps gaps = once("utilization", outdial, job, skip, seconds);
        Table table =
                new Table("calls of, ms", "slots busy", "slot free to next call, ms: p50", "p99", "calls per second");
        table.row(
                hold,
                "%.3f %%".formatted(100 * gaps.busy()),
                Table.precise(gaps.percentile(0.5)),
                Table.precise(gaps.percentile(0.99)),
                Table.precise(gaps.startsPerSecond()));
        report.section("Slots busy while there is a backlog: " + SLOTS + " slots, " + seconds + " s", table);
    }

    private Gaps once(String cell, Contestant who, Settings job, int skip, int seconds)
            throws IOException, InterruptedException {
        Path journal = Lab.home().resolve("journal").toAbsolutePath();
        Settings recorded = job.with("journal", journal);
        String database = lab.database(who, recorded);
        try (Runner runner = lab.runner(who, database, recorded)) {
            runner.go();
            Thread.sleep((skip + seconds) * 1000L + 500);
            JsonObject said = new JsonObject(runner.stop());
            Gaps gaps = Gaps.of(journal, SLOTS, skip, seconds);
            report.add(cell, who.name(), gaps.json().put("said", said).put("load", Machine.load()));
            return gaps;
        } finally {
            Files.deleteIfExists(journal);
        }
    }

    private static Gaps median(List<Gaps> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(gaps -> gaps.percentile(0.5)))
                .toList()
                .get(runs.size() / 2);
    }

    private static Object[] row(String name, Gaps gaps) {
        return new Object[] {
            name,
            Table.precise(gaps.percentile(0.5)),
            Table.precise(gaps.percentile(0.95)),
            Table.precise(gaps.percentile(0.99)),
            Table.precise(gaps.percentile(1)),
            Table.percent(gaps.busy()),
            Table.whole(gaps.startsPerSecond())
        };
    }
}
