package dev.outdial.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.testing.LedgerChecks;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** After a pause has been answered nobody's telephone begins to ring, two hundred times over. */
@QuarkusTest
@TestProfile(Rehearsal.class)
class PauseTest {

    private static final int ROUNDS = 200;
    private static final int CAP = 5;

    @Test
    void noCallStartsAfterThePauseHasBeenAnswered() {
        String campaign = Campaigns.running(CAP, 0);
        Campaigns.addLeads(campaign, 5_000, i -> "+1415%05d00".formatted(20_000 + i));
        List<Silence> silences = new ArrayList<>();

        for (int round = 0; round < ROUNDS; round++) {
            long before = Campaigns.attempts(campaign);
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> Campaigns.attempts(campaign) > before);
            Campaigns.act(campaign, "pause");
            Instant answered = now();
            for (int look = 0; look < 3; look++) {
                assertThat(Campaigns.status(campaign)).isEqualTo("paused");
            }
            silences.add(new Silence(answered, now()));
            Campaigns.act(campaign, "resume");
        }
        Campaigns.act(campaign, "cancel");
        Instant cancelled = now();

        List<LedgerEntry> ledger = Rehearsal.ledger(campaign);
        assertThat(ledger.stream().filter(entry -> entry.event() == Event.PLACED))
                .as("calls that were placed at all")
                .hasSizeGreaterThan(ROUNDS);
        for (Silence silence : silences) {
            assertThat(ledger.stream()
                            .filter(entry -> entry.event() == Event.PLACED)
                            .filter(entry -> silence.covers(entry.at())))
                    .as("placed between %s and %s", silence.from(), silence.to())
                    .isEmpty();
        }
        assertThat(new LedgerChecks(ledger).placedAfter(cancelled, campaign)).isEmpty();
        assertThat(new LedgerChecks(ledger).overCampaignCap(any -> CAP)).isEmpty();
        assertThat(new LedgerChecks(ledger).placedTwice()).isEmpty();
    }

    /** The ledger cuts its times to milliseconds. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private record Silence(Instant from, Instant to) {

        boolean covers(Instant at) {
            return at.isAfter(from) && at.isBefore(to);
        }
    }
}
