package dev.outdial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.testing.LedgerChecks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a campaign must have come to, whatever happened meanwhile: judged by the network's ledger, then by the database. */
final class Verdict {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private Verdict() {}

    static void on(String campaign, int cap, int maxRetries, List<LedgerEntry> ledger, Database database)
            throws Exception {
        List<LedgerEntry> entries = ledger.stream()
                .filter(entry -> entry.campaignId().equals(campaign))
                .toList();
        LedgerChecks checks = new LedgerChecks(entries);
        assertThat(checks.placedTwice()).as("doubled").isEmpty();
        assertThat(checks.endsWithoutPlacement()).isEmpty();
        assertThat(checks.onTwoCalls()).isEmpty();
        assertThat(checks.overCampaignCap(any -> cap)).as("over the cap").isEmpty();
        assertThat(checks.soonerThan(INTERVAL)).as("sooner than the interval").isEmpty();
        assertThat(checks.attemptsBeyond(maxRetries)).isEmpty();
        assertThat(checks.holesInAttempts()).isEmpty();
        assertThat(database.imbalances(campaign)).isEmpty();
        assertThat(database.log(campaign))
                .as("one entry in the log for each call in the ledger, ended alike")
                .isEqualTo(ends(entries));
    }

    private static Map<String, String> ends(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.event() == Event.ENDED)
                .collect(Collectors.toMap(LedgerEntry::callId, LedgerEntry::outcome));
    }
}
