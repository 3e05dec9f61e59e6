package dev.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Measures what it is told to, one after the other, and prints what was found as Markdown. */
final class Bench {

    private Bench() {}

    public static void main(String[] words) throws Exception {
        if (Arrays.asList(words).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.of(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        Report report = new Report();
        try (Lab lab = Lab.open()) {
            JsonObject machine = Machine.describe(lab);
            report.method(machine, Machine.words(machine, options));
            System.err.println(machine.encodePrettily());
            try {
                for (Options.Cell cell : options.cells()) {
                    System.err.println(cell);
                    measure(cell, lab, options, report);
                }
            } finally {
                // Where one fails, what the others found is not lost.
                System.err.println("Raw results: " + report.write(Lab.home()));
            }
        } catch (Exception e) {
            // What was being measured may have left threads that would keep this process alive.
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static void measure(Options.Cell cell, Lab lab, Options options, Report report) throws Exception {
        switch (cell) {
            case ATTEMPTS -> new Attempts(lab, options, report).run();
            case SLOTS -> new Slots(lab, options, report).run();
            case UTILIZATION -> new Slots(lab, options, report).utilization();
            case CLAIM -> new Queue(lab, options, report).claims();
            case INGEST -> new Queue(lab, options, report).ingest();
            case REPLICAS -> new Alone(lab, options, report).replicas();
            case HORIZON -> new Alone(lab, options, report).horizon();
        }
    }
}
