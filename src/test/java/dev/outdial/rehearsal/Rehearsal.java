package dev.outdial.rehearsal;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.testing.LedgerEntries;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Business time runs 600 times faster, and the simulator keeps its ledger in a file. */
public class Rehearsal implements QuarkusTestProfile {

    static final int TIME_SCALE = 600;

    private static final Path LEDGER = Path.of("target", "rehearsal-ledger.jsonl");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.deleteIfExists(LEDGER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "outdial.time-scale",
                String.valueOf(TIME_SCALE),
                "outdial.simulator.seed",
                "42",
                "outdial.simulator.ledger",
                LEDGER.toString(),
                // The consumers are in the tests.
                "outdial.webhook.allow-private",
                "true");
    }

    /** What the carrier has written of a campaign, in the order it was written. */
    static List<LedgerEntry> ledger(String campaignId) {
        try {
            return LedgerEntries.read(LEDGER).stream()
                    .filter(entry -> entry.campaignId().equals(campaignId))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
