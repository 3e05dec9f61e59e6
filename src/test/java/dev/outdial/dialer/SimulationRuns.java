package dev.outdial.dialer;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios until one fails, makes that one small, and tells it. Outages and crashes are the daily business here, so
 * nothing of them is logged while this is open.
 *
 * <p>{@code -Doutdial.simulation.seed=N} runs one seed only and prints what happens; {@code -Doutdial.simulation.minutes=M}
 * runs so long, from other seeds each time.
 */
final class SimulationRuns implements AutoCloseable {

    /** Runs made at most to leave out what a failure does not need. */
    private static final int SHRINKING = 300;

    private static final Logger LOG = Logger.getLogger("dev.outdial.dialer");

    private final @Nullable Level level = LOG.getLevel();
    private final Scenario.Size size;
    private final Simulation.DatabaseOfRun database;
    private final Set<Guard> removed;
    private final Set<Anomaly.Kind> only;
    private int runs;
    private long calls;

    SimulationRuns(Scenario.Size size, Simulation.DatabaseOfRun database, Set<Guard> removed, Set<Anomaly.Kind> only) {
        this.size = size;
        this.database = database;
        this.removed = removed;
        this.only = only;
        LOG.setLevel(Level.OFF);
        Infrastructure.setDroppedExceptionHandler(dropped -> {});
    }

    SimulationRuns(Scenario.Size size, Simulation.DatabaseOfRun database) {
        this(size, database, EnumSet.noneOf(Guard.class), EnumSet.noneOf(Anomaly.Kind.class));
    }

    /** Whole runs so far. */
    int runs() {
        return runs;
    }

    /** Calls placed in them. */
    long calls() {
        return calls;
    }

    /** Runs the seed that was asked for, or one after the other for a while; the report of the first failure, or null. */
    @Nullable
    String failureWithin(Duration budget) {
        Long seed = Long.getLong("outdial.simulation.seed");
        if (seed != null) {
            System.out.println(report(Scenario.of(seed, size, only)));
            return failureOf(seed);
        }
        Integer minutes = Integer.getInteger("outdial.simulation.minutes");
        long until = System.nanoTime() + (minutes == null ? budget : Duration.ofMinutes(minutes)).toNanos();
        long first = minutes == null ? 1 : System.currentTimeMillis();
        String failure = null;
        for (long next = first; failure == null && System.nanoTime() < until; next++) {
            failure = failureOf(next);
        }
        return failure;
    }

    /** The report of the first failure of so many seeds, or null. */
    @Nullable
    String failureAmong(long first, int seeds) {
        String failure = null;
        for (long seed = first; failure == null && seed < first + seeds; seed++) {
            failure = failureOf(seed);
        }
        return failure;
    }

    /** What a seed breaks, and how to see it; null when all is kept. */
    @Nullable
    String failureOf(long seed) {
        Scenario scenario = Scenario.of(seed, size, only);
        List<String> broken = broken(scenario);
        if (broken.isEmpty()) {
            return null;
        }
        return removed.isEmpty() ? report(smallest(scenario)) : broken.getFirst();
    }

    @Override
    public void close() {
        LOG.setLevel(level);
        Infrastructure.resetDroppedExceptionHandler();
    }

    private List<String> broken(Scenario scenario) {
        Simulation simulation = new Simulation(scenario, database, removed, false);
        List<String> broken = simulation.run();
        runs++;
        calls += simulation.placed();
        return broken;
    }

    /** Leaves out one anomaly after the other that the failure does not need. */
    private Scenario smallest(Scenario failing) {
        Scenario smallest = failing;
        int left = SHRINKING;
        for (int i = smallest.anomalies().size() - 1; i >= 0 && left > 0; i--, left--) {
            Scenario smaller = smallest.without(i);
            smallest = broken(smaller).isEmpty() ? smallest : smaller;
        }
        return smallest;
    }

    private String report(Scenario scenario) {
        Simulation simulation = new Simulation(scenario, database, removed, true);
        List<String> broken = simulation.run();
        return "%s\nReplay it with -Doutdial.simulation.seed=%d. What is needed for it:\n%s\nWhat happened:\n%s\n"
                .formatted(
                        String.join("\n", broken),
                        scenario.seed(),
                        scenario,
                        String.join("\n", simulation.journal().lines()));
    }
}
