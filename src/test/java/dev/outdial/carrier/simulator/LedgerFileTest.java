package dev.outdial.carrier.simulator;

import static dev.outdial.carrier.simulator.Rehearsal.REAL;
import static dev.outdial.carrier.simulator.Rehearsal.START;
import static dev.outdial.carrier.simulator.Rehearsal.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.LedgerEntries;
import dev.outdial.testing.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {

    @TempDir
    Path directory;

    @Test
    void placementAndEndAreOneLineEach() throws IOException {
        // Given
        Path path = directory.resolve("ledger.jsonl");
        ManualClock clock = new ManualClock(START);

        // When
        try (LedgerFile file = new LedgerFile(path)) {
            carrier(clock, "replica-1", file)
                    .place(call("1", "+15550001202"))
                    .await()
                    .indefinitely();
            clock.advance(Duration.ofMinutes(1));
        }

        // Then
        assertThat(path).hasContent("""
                        {"at":"2026-01-01T00:00:00.123Z","business_at":"2026-03-02T09:00:00.000Z","event":"placed",\
                        "call_id":"call_1","lead_id":"lead_1","campaign_id":"cmp_1","attempt":1,\
                        "from":"+15550000000","to":"+15550001202","replica":"replica-1","outcome":null}
                        {"at":"2026-01-01T00:00:00.123Z","business_at":"2026-03-02T09:00:02.000Z","event":"ended",\
                        "call_id":"call_1","lead_id":"lead_1","campaign_id":"cmp_1","attempt":1,\
                        "from":"+15550000000","to":"+15550001202","replica":"replica-1","outcome":"busy"}
                        """);
    }

    @Test
    void placementIsInTheFileWhenItIsAnswered() throws IOException {
        // Given
        Path path = directory.resolve("ledger.jsonl");
        try (LedgerFile file = new LedgerFile(path)) {
            SimulatedCarrier carrier = carrier(new ManualClock(START), "replica-1", file);

            // When
            List<String> seen = carrier.place(call("1", "+15550001200"))
                    .map(_ -> lines(path))
                    .await()
                    .indefinitely();

            // Then
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void writersOfOneFileDoNotCutIntoEachOther() throws Exception {
        // Given
        Path path = directory.resolve("ledger.jsonl");
        int each = 2_000;

        // When
        try (LedgerFile one = new LedgerFile(path);
                LedgerFile other = new LedgerFile(path)) {
            List<Thread> writers = Stream.of(one, other, one, other)
                    .map(file -> new Ledger("replica", InstantSource.fixed(REAL), file))
                    .map(ledger -> Thread.ofPlatform()
                            .start(() -> IntStream.range(0, each)
                                    .forEach(i -> ledger.placed(call("n" + i, "+15550001200"), START))))
                    .toList();
            for (Thread writer : writers) {
                writer.join();
            }
        }

        // Then
        assertThat(LedgerEntries.read(path)).hasSize(4 * each);
    }

    @Test
    void fileReadsBackAsWhatWasWritten() throws IOException {
        // Given
        Path path = directory.resolve("ledger.jsonl");
        List<LedgerEntry> written;

        // When
        Rehearsal rehearsal = new Rehearsal(Network.WHOLE);
        try (LedgerFile file = new LedgerFile(path)) {
            rehearsal.place(call("1", "+15550001200"));
            rehearsal.place(call("2", "sip:\"quoted\\\"@example.org"));
            rehearsal.clock.advance(Duration.ofHours(1));
            written = rehearsal.ledger.stream()
                    .map(LedgerFileTest::inMilliseconds)
                    .toList();
            rehearsal.ledger.forEach(file);
        }

        // Then
        assertThat(LedgerEntries.read(path)).hasSize(4).isEqualTo(written);
    }

    private static SimulatedCarrier carrier(ManualClock clock, String replica, LedgerFile file) {
        Ledger ledger = new Ledger(replica, InstantSource.fixed(REAL), file);
        return new SimulatedCarrier(clock, ledger, new Script(1, Odds.usual()), Network.WHOLE);
    }

    private static LedgerEntry inMilliseconds(LedgerEntry entry) {
        return new LedgerEntry(
                entry.at().truncatedTo(ChronoUnit.MILLIS),
                entry.businessAt().truncatedTo(ChronoUnit.MILLIS),
                entry.event(),
                entry.callId(),
                entry.leadId(),
                entry.campaignId(),
                entry.attempt(),
                entry.from(),
                entry.to(),
                entry.replica(),
                entry.outcome());
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
