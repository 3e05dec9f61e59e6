package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Thousands of campaigns that run in virtual time, each by the real dialers of up to three replicas, with crashes, frozen
 * replicas, outages, lost answers, lost and doubled news, and somebody who pauses, cancels and changes limits. Each is
 * judged by the carrier's own books.
 */
class SimulationTest {

    private static final Duration BUDGET = Duration.ofSeconds(20);

    @Test
    void everyPromiseIsKeptWhateverGoesWrong() {
        try (SimulationRuns runs = new SimulationRuns(Scenario.Size.MODEL, ModelDatabase::new)) {
            assertThat(runs.failureWithin(BUDGET)).isNull();
            System.out.printf("%d simulated runs, %d calls%n", runs.runs(), runs.calls());
        }
    }

    @Test
    void sameSeedRunsTheSameWay() {
        try (SimulationRuns _ = new SimulationRuns(Scenario.Size.MODEL, ModelDatabase::new)) {
            assertThat(journalOf(7)).isEqualTo(journalOf(7)).isNotEqualTo(journalOf(8));
        }
    }

    private static String journalOf(long seed) {
        Simulation simulation =
                new Simulation(Scenario.of(seed, Scenario.Size.MODEL), ModelDatabase::new, Set.of(), true);
        simulation.run();
        return String.join("\n", simulation.journal().lines());
    }
}
