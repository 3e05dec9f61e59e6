package dev.outdial.bench;

import dev.outdial.dialer.ClaimCost;
import dev.outdial.dialer.IngestCost;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The queue by itself: taking from it while it grows, and filling it. */
final class Queue {

    private final Lab lab;
    private final Options options;
    private final Report report;

    Queue(Lab lab, Options options, Report report) {
        this.lab = lab;
        this.options = options;
        this.report = report;
    }

    void claims() {
        List<Integer> sizes = new ArrayList<>(List.of(10_000, 100_000));
        if (!options.quick()) {
            sizes.add(1_000_000);
        }
        if (options.huge()) {
            sizes.add(5_000_000);
        }
        lab.execute("CREATE DATABASE claims");
        Table table = new Table("leads waiting", "claim of 50, us", "of the first", "giving 50 back, us");
        try (ClaimCost cost = new ClaimCost(lab.at("claims", Settings.of(new String[0])))) {
            long first = 0;
            for (int size : sizes) {
                JsonObject found = cost.measure(size);
                report.add("claim", "Outdial", found);
                first = first == 0 ? found.getLong("claim_us") : first;
                table.row(
                        Table.whole(size),
                        Table.whole(found.getLong("claim_us")),
                        Table.precise((double) found.getLong("claim_us") / first),
                        Table.whole(found.getLong("return_us")));
            }
        }
        lab.execute("DROP DATABASE claims WITH (FORCE)");
        report.section("What a claim costs, with more and more leads waiting", table);
    }

    void ingest() throws IOException, SQLException {
        int leads = options.quick() ? 50_000 : 200_000;
        Table table = new Table("leads per second", "median", "of COPY");
        List<JsonObject> runs = new ArrayList<>();
        for (int i = 0; i < options.repeats(); i++) {
            lab.execute("CREATE DATABASE ingest");
            try (IngestCost cost = new IngestCost(lab.at("ingest", Settings.of(new String[0])))) {
                JsonObject run = cost.measure(leads);
                report.add("ingest", "Outdial", run);
                runs.add(run);
            }
            lab.execute("DROP DATABASE ingest WITH (FORCE)");
        }
        double copy = median(runs, "copy_per_second");
        double upload = median(runs, "upload_per_second");
        table.row("`COPY` of finished rows into both tables, one transaction", Table.whole(copy), Table.percent(1));
        table.row(
                "a CSV file, read, judged and stored, one transaction",
                Table.whole(upload),
                Table.percent(upload / copy));
        report.section("Leads of a file, " + Table.whole(leads) + " of them", table);
    }

    private static double median(List<JsonObject> runs, String name) {
        return runs.stream().mapToDouble(run -> run.getDouble(name)).sorted().toArray()[runs.size() / 2];
    }
}
