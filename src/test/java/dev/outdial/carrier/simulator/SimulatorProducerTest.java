package dev.outdial.carrier.simulator;

import static dev.outdial.carrier.simulator.Rehearsal.START;
import static dev.outdial.carrier.simulator.Rehearsal.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.Lookup;
import dev.outdial.testing.LedgerEntries;
import dev.outdial.testing.ManualClock;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorProducerTest {

    private static final int ENVIRONMENT = 300;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(START);

    @Test
    void ledgerNamedByTheEnvironmentIsContinuedByTheNextStart() throws IOException {
        // Given
        Path ledger = directory.resolve("ledger.jsonl");
        SimulatorConfig config = config(Map.of("OUTDIAL_SIMULATOR_LEDGER", ledger.toString()));

        // When
        for (String id : List.of("1", "2")) {
            SimulatorProducer.inThisProcess(clock, config)
                    .place(call(id, "+15550001200"))
                    .await()
                    .indefinitely();
        }

        // Then
        assertThat(LedgerEntries.read(ledger)).extracting(LedgerEntry::callId).containsExactly("call_1", "call_2");
        assertThat(LedgerEntries.read(ledger))
                .allSatisfy(entry -> assertThat(entry.replica())
                        .endsWith(":" + ProcessHandle.current().pid()));
    }

    @Test
    void seedOfTheEnvironmentDecidesTheOutcomes() throws IOException {
        // Given
        SimulatorConfig config = config(Map.of("OUTDIAL_SIMULATOR_SEED", "77"));

        // When, Then
        assertThat(outcomes(config)).isEqualTo(outcomes(config));
        assertThat(outcomes(config)).isNotEqualTo(outcomes(config(Map.of("OUTDIAL_SIMULATOR_SEED", "78"))));
    }

    @Test
    void withoutASeedNoTwoStartsAreAlike() throws IOException {
        assertThat(outcomes(config(Map.of()))).isNotEqualTo(outcomes(config(Map.of())));
    }

    @Test
    void runningServiceDoesNotSwearThatACallWasNeverPlaced() throws IOException {
        // Given
        SimulatedCarrier carrier = SimulatorProducer.inThisProcess(clock, config(Map.of()));

        // Then
        assertThat(carrier.lookup(call("1", "+15550001200").key()).await().indefinitely())
                .isEqualTo(new Lookup.NotFound(false));
    }

    /** A hundred drawn calls: that two seeds agree on all of them is out of the question. */
    private static List<String> outcomes(SimulatorConfig config) throws IOException {
        ManualClock clock = new ManualClock(START);
        SimulatedCarrier carrier = SimulatorProducer.inThisProcess(clock, config);
        List<CarrierEvent> events = new ArrayList<>();
        var listening = carrier.events().subscribe().with(events::add);
        for (int i = 0; i < 100; i++) {
            carrier.place(call("n" + i, "+1555%05d50".formatted(i))).await().indefinitely();
        }
        clock.advance(Duration.ofHours(1));
        listening.cancel();
        return events.stream()
                .map(event -> event.callId() + Rehearsal.text(event))
                .toList();
    }

    private static SimulatorConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SimulatorConfig.class)
                .withSources(new EnvConfigSource(environment, ENVIRONMENT))
                .build()
                .getConfigMapping(SimulatorConfig.class);
    }
}
