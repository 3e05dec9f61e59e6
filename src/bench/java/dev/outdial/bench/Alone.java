package dev.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measurements of Outdial that are compared with itself under other conditions. */
final class Alone {

    private static final Contestant OUTDIAL = Contestant.atFullSpeed().getFirst();

    private final Lab lab;
    private final Options options;
    private final Report report;

    Alone(Lab lab, Options options, Report report) {
        this.lab = lab;
        this.options = options;
        this.report = report;
    }

    /** Two replicas share what one has: the same machine, the same campaigns. */
    void replicas() throws IOException, InterruptedException {
        Table table = new Table(
                "replicas", "attempts per second", "commits per 1,000", "CPU ms per 1,000: replicas", "PostgreSQL");
        for (int n = 1; n <= 2; n++) {
            Settings job = job(options.quick() ? 100_000 : 300_000, Map.of("slots", "1000", "campaigns", "4"));
            String database = lab.database(OUTDIAL, job);
            List<Runner> runners = new ArrayList<>();
            try {
                for (int i = 0; i < n; i++) {
                    runners.add(lab.runner(OUTDIAL, database, job));
                }
                Reading reading = new Window(lab, database, runners, job.number("leads"))
                        .measure(options.warmUp(), options.seconds());
                for (Runner runner : runners) {
                    report.add("replicas", n + " replicas", reading.json().put("said", new JsonObject(runner.stop())));
                }
                table.row(
                        n,
                        Table.whole(reading.perSecond()),
                        Table.precise(reading.commitsPerThousand()),
                        Table.whole(reading.clientPerThousand()),
                        Table.whole(reading.serverPerThousand()));
            } finally {
                runners.forEach(Runner::close);
            }
        }
        report.section("Two replicas beside one, on the same cores", table);
    }

    /** A transaction that stays open keeps every row that is deleted meanwhile; nobody answers, so each comes back. */
    void horizon() throws IOException, InterruptedException, SQLException {
        int seconds = options.quick() ? 20 : 300;
        Settings job = job(options.quick() ? 150_000 : 500_000, Map.of("slots", "1000", "campaigns", "1"))
                .with("unanswered", true);
        String database = lab.database(OUTDIAL, job);
        Table table =
                new Table("a transaction is open for", "attempts per second", "of the speed before", "WAL bytes each");
        try (Runner runner = lab.runner(OUTDIAL, database, job);
                Connection holder = lab.connect(database)) {
            Window window = new Window(lab, database, List.of(runner), Long.MAX_VALUE);
            int slice = Math.max(5, seconds / 10);
            Reading before = window.measure(options.warmUp(), slice);
            row(table, "not yet", before, before);
            holder.setAutoCommit(false);
            holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (Statement statement = holder.createStatement()) {
                statement.execute("SELECT count(*) FROM campaign");
            }
            for (int from = 0; from < seconds; from += slice) {
                row(table, from + " to " + (from + slice) + " s", window.measure(slice), before);
            }
            holder.rollback();
            row(table, "not any more", window.measure(slice), before);
            report.add("horizon", "said", new JsonObject(runner.stop()).put("course", window.course()));
        }
        report.section("A long transaction keeps dead rows alive", table);
    }

    private void row(Table table, String when, Reading reading, Reading before) {
        report.add("horizon", when, reading.json());
        table.row(
                when,
                Table.whole(reading.perSecond()),
                Table.percent(reading.perSecond() / before.perSecond()),
                Table.whole(reading.walEach()));
    }

    private static Settings job(int leads, Map<String, String> settings) {
        return new Settings(settings).with("leads", leads).with("hold", 0);
    }
}
