package dev.outdial.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whoever said no is not called: not once after that has been answered, in whatever state the lead was. */
@QuarkusTest
@TestProfile(Rehearsal.class)
class OptOutTest {

    private static final int LEADS = 3_000;
    private static final int ROUNDS = 60;
    private static final long SEED = 20_261_124;

    /** They are busy at once and called again, so that numbers wait, are about to be called, are called, and wait again. */
    @Test
    void noCallToANumberStartsAfterItsAdditionHasBeenAnswered() {
        String campaign = Campaigns.running(20, 10);
        Campaigns.addLeads(campaign, LEADS, OptOutTest::number);
        String another = Campaigns.running(20, 10);
        Campaigns.addLeads(another, LEADS, OptOutTest::number);
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Instant> said = new HashMap<>();

        for (int round = 0; round < ROUNDS; round++) {
            // Close to those that are being called just now, which go by their numbers.
            int at = Math.toIntExact(Campaigns.progress(campaign).getLong("in_flight_calls")) + round * 20;
            String number = number((at + random.nextInt(40)) % LEADS);
            Campaigns.client()
                    .body(Map.of("phone_number", number, "reason", "asked"))
                    .post("/v1/suppressions")
                    .then()
                    .statusCode(said.containsKey(number) ? 200 : 201);
            said.putIfAbsent(number, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Rehearsal.ledger(campaign).size() > 2 * LEADS);
        Campaigns.act(campaign, "cancel");
        Campaigns.act(another, "cancel");
        List<LedgerEntry> ledger = Stream.of(campaign, another)
                .flatMap(id -> Rehearsal.ledger(id).stream())
                .toList();
        assertThat(ledger.stream()
                        .filter(entry -> entry.event() == Event.PLACED)
                        .filter(entry -> said.containsKey(entry.to()))
                        .filter(entry -> entry.at().isAfter(said.get(entry.to()))))
                .as("seed %d", SEED)
                .isEmpty();
    }

    /** Ends in 02: busy. */
    private static String number(int i) {
        return "+1415%05d02".formatted(20_000 + i);
    }
}
