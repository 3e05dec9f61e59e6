package dev.outdial.bench;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.util.List;

/** Watches a contestant at work: past the warm-up, for a set time or until nearly all is done. */
final class Window {

    private static final long LOOK_MILLIS = 250;

    /** Of what was loaded; with fewer left it is not the full speed any more. */
    private static final double NEARLY_ALL = 0.97;

    private final Lab lab;
    private final String database;
    private final List<Runner> runners;
    private final long leads;
    private final JsonArray course = new JsonArray();

    /** @param runners the first one counts what all of them do */
    Window(Lab lab, String database, List<Runner> runners, long leads) {
        this.lab = lab;
        this.database = database;
        this.runners = runners;
        this.leads = leads;
    }

    /** Begins the work, and measures it. */
    Reading measure(int warmUp, int seconds) throws IOException, InterruptedException {
        for (Runner runner : runners) {
            runner.go();
        }
        watch(warmUp);
        return measure(seconds);
    }

    /** Measures work that goes on. */
    Reading measure(int seconds) throws IOException, InterruptedException {
        Reading before = now();
        watch(seconds);
        return now().since(before);
    }

    /** How much was done by when, as pairs of milliseconds and attempts. */
    JsonArray course() {
        return course;
    }

    private Reading now() throws IOException {
        return Reading.now(
                lab,
                database,
                runners.getFirst().count(),
                runners.stream().map(Runner::pid).toList());
    }

    private void watch(int seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            Thread.sleep(Math.min(LOOK_MILLIS, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
            long done = runners.getFirst().count();
            course.add(
                    new JsonArray().add((System.nanoTime() - start) / 1_000_000).add(done));
            if (done > leads * NEARLY_ALL) {
                return;
            }
        }
    }
}
