package dev.outdial.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.testing.LedgerChecks;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A campaign from its creation to its end, over HTTP alone. */
@QuarkusTest
@TestProfile(Rehearsal.class)
class CampaignRunTest {

    private static final int LEADS = 500;
    private static final int CAP = 25;

    @Test
    void campaignRunsFromCreationToCompletionAndItsBooksBalanceAtEveryRead() {
        String campaign = Campaigns.running(CAP, 2);
        Campaigns.addLeads(campaign, LEADS, i -> "+1415%05d%02d".formatted(20_000 + i, 18 + i % 80));

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonPath progress = Campaigns.progress(campaign);
            assertThat(progress.getLong("completed_calls") + progress.getLong("pending_calls"))
                    .isEqualTo(progress.getLong("total_leads"))
                    .isEqualTo(LEADS);
            assertThat(progress.getLong("in_flight_calls")).isLessThanOrEqualTo(CAP);
            return progress.getString("status").equals("completed");
        });

        List<LedgerEntry> entries = Rehearsal.ledger(campaign);
        LedgerChecks ledger = new LedgerChecks(entries);
        assertThat(ledger.placedTwice()).isEmpty();
        assertThat(ledger.onTwoCalls()).isEmpty();
        assertThat(ledger.overCampaignCap(any -> CAP)).isEmpty();
        assertThat(ledger.soonerThan(Duration.ofMinutes(1))).isEmpty();
        assertThat(ledger.attemptsBeyond(2)).isEmpty();
        assertThat(ledger.holesInAttempts()).isEmpty();
        long placed =
                entries.stream().filter(entry -> entry.event() == Event.PLACED).count();
        assertThat(logged(campaign)).isEqualTo(placed);
    }

    @Test
    void newLeadOpensACompletedCampaignAgain() {
        String campaign = Campaigns.running(CAP, 0);
        Campaigns.addLeads(campaign, 1, i -> "+14155550100");
        Awaitility.await().until(() -> Campaigns.status(campaign).equals("completed"));

        Campaigns.addLeads(campaign, 1, i -> "+14155550200");

        Awaitility.await().until(() -> Campaigns.attempts(campaign) == 2);
        Awaitility.await().until(() -> Campaigns.status(campaign).equals("completed"));
        assertThat(logged(campaign)).isEqualTo(2);
    }

    @Test
    void cancelledCampaignFailsItsWaitingLeadsAndLetsLiveCallsEnd() {
        String campaign = Campaigns.running(2, 3);
        Campaigns.addLeads(campaign, 50, i -> "+1415%05d07".formatted(20_000 + i));
        Awaitility.await().until(() -> Campaigns.attempts(campaign) > 2);

        Campaigns.act(campaign, "cancel");

        JsonPath progress = Campaigns.progress(campaign);
        assertThat(progress.getLong("pending_calls")).isEqualTo(progress.getLong("in_flight_calls"));
        Awaitility.await().until(() -> Campaigns.progress(campaign).getLong("pending_calls") == 0);
        assertThat(Campaigns.progress(campaign).getLong("failed_leads")).isEqualTo(50);
        assertThat(Campaigns.status(campaign)).isEqualTo("cancelled");
    }

    private static long logged(String campaign) {
        return Campaigns.client()
                .get("/v1/call-logs/campaign/{id}", campaign)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("meta.total");
    }
}
