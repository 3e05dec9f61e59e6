package dev.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Full attempts per second: taken off the queue, given to a carrier that ends it at once, and settled, with all that each
 * contestant keeps of it. How much is done is limited by the machine alone.
 */
final class Attempts {

    private final Lab lab;
    private final Options options;
    private final Report report;

    Attempts(Lab lab, Options options, Report report) {
        this.lab = lab;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        List<Contestant> all = Contestant.atFullSpeed().stream()
                .filter(who -> options.wants(who.name()))
                .toList();
        Map<Contestant, List<Reading>> readings = new LinkedHashMap<>();
        for (int i = 0; i < options.repeats(); i++) {
            for (Contestant who : i % 2 == 0 ? all : all.reversed()) {
                readings.computeIfAbsent(who, _ -> new ArrayList<>()).add(once(who));
            }
        }
        Table table = new Table(
                "attempts per second",
                "median",
                "least",
                "most",
                "commits per 1,000",
                "WAL bytes each",
                "CPU ms per 1,000: itself",
                "PostgreSQL",
                "keeps");
        readings.forEach((who, runs) -> table.row(row(who, runs)));
        report.section("Full attempts per second", table, notes(all));
    }

    private Reading once(Contestant who) throws IOException, InterruptedException {
        int leads = options.quick() ? 100_000 : 300_000;
        Settings job = new Settings(who.settings()).with("leads", leads).with("hold", 0);
        String database = lab.database(who, job);
        try (Runner runner = lab.runner(who, database, job)) {
            Window window = new Window(lab, database, List.of(runner), leads);
            Reading reading = window.measure(options.warmUp(), options.seconds());
            report.add(
                    "attempts",
                    who.name(),
                    reading.json()
                            .put("said", new JsonObject(runner.stop()))
                            .put("load", Machine.load())
                            .put("course", window.course()));
            return reading;
        }
    }

    private static Object[] row(Contestant who, List<Reading> runs) {
        List<Reading> sorted = runs.stream()
                .sorted(Comparator.comparingDouble(Reading::perSecond))
                .toList();
        Reading median = sorted.get(sorted.size() / 2);
        return new Object[] {
            who.name(),
            Table.whole(median.perSecond()),
            Table.whole(sorted.getFirst().perSecond()),
            Table.whole(sorted.getLast().perSecond()),
            Table.precise(median.commitsPerThousand()),
            Table.whole(median.walEach()),
            Table.whole(median.clientPerThousand()),
            Table.whole(median.serverPerThousand()),
            who.keeps()
        };
    }

    private static String[] notes(List<Contestant> all) {
        return all.stream()
                .map(who -> "- " + who.name() + ": " + who.how() + ".")
                .toArray(String[]::new);
    }
}
