package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.campaign.RetryOn;
import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.clock.DatabaseClock;
import dev.outdial.http.PublicId;
import dev.outdial.testing.Books;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.LedgerChecks;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two dialers on one database run 2,000 leads of two campaigns of one organization, whose cap binds. The judge is the
 * carrier's own ledger; the reader of the books looks on all the while.
 */
class TwoDialersTest {

    private static final double TIME_SCALE = 600;
    private static final long SEED = 20260302;
    private static final int LEADS = 1000;
    private static final int CAMPAIGN_CAP = 30;
    private static final int ORGANIZATION_CAP = 40;
    private static final int MAX_RETRIES = 2;

    /** Outcomes that the campaigns of this test call again for, as the ledger spells them. */
    private static final Set<String> RETRIED = Set.of("busy", "no_answer", "did_not_pick");

    private final List<LedgerEntry> entries = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void eachLeadIsPlacedAsOftenAsItsOutcomesDemandAndNeverMore() {
        try (TestDatabase database = TestDatabase.create()) {
            Pool pool = database.pool(4);
            DatabaseClock clock = DatabaseClock.start(database.vertx().getDelegate(), pool, TIME_SCALE)
                    .await()
                    .atMost(Duration.ofSeconds(10));
            CampaignRows rows = new CampaignRows(pool, clock.instant());
            Tenant tenant = rows.tenant(ORGANIZATION_CAP);
            List<UUID> campaigns = List.of(campaign(rows, tenant, 0), campaign(rows, tenant, LEADS));

            int reads = 0;
            try (TestReplica one = TestReplica.start(database.pool(3), clock, carrier(clock, "one"), 64);
                    TestReplica two = TestReplica.start(database.pool(3), clock, carrier(clock, "two"), 64)) {
                while (campaigns.stream().anyMatch(campaign -> !isCompleted(rows, campaign))) {
                    one.poll();
                    two.poll();
                    for (UUID campaign : campaigns) {
                        assertThat(Books.imbalances(rows, campaign)).isEmpty();
                        reads++;
                    }
                }
            }

            assertThat(reads).as("reads of the books while it ran").isGreaterThan(50);
            judge(campaigns);
            for (UUID campaign : campaigns) {
                assertThat(Books.imbalances(rows, campaign)).isEmpty();
            }
            assertThat(rows.number("SELECT count(*) FROM call_log"))
                    .isEqualTo(entries.stream()
                            .filter(entry -> entry.event() == Event.PLACED)
                            .count());
        }
    }

    private void judge(List<UUID> campaigns) {
        LedgerChecks ledger = new LedgerChecks(entries);
        assertThat(ledger.placedTwice()).isEmpty();
        assertThat(ledger.onTwoCalls()).isEmpty();
        assertThat(ledger.endsWithoutPlacement()).isEmpty();
        assertThat(ledger.overCampaignCap(campaign -> CAMPAIGN_CAP)).isEmpty();
        assertThat(ledger.overTotalCap(ORGANIZATION_CAP)).isEmpty();
        assertThat(ledger.soonerThan(Duration.ofMinutes(1))).isEmpty();
        assertThat(ledger.attemptsBeyond(MAX_RETRIES)).isEmpty();
        assertThat(ledger.holesInAttempts()).isEmpty();
        assertThat(entries.stream().map(LedgerEntry::replica).distinct()).containsExactlyInAnyOrder("one", "two");
        Map<String, List<LedgerEntry>> byLead = entries.stream()
                .filter(entry -> entry.event() == Event.ENDED)
                .collect(Collectors.groupingBy(LedgerEntry::leadId));
        assertThat(byLead).hasSize(LEADS * campaigns.size());
        byLead.forEach((lead, ends) -> assertThat(ends.size())
                .as("attempts of %s, which ended %s", lead, ends)
                .isEqualTo(demanded(ends)));
        assertThat(entries.stream().map(LedgerEntry::campaignId).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        campaigns.stream().map(PublicId.CAMPAIGN::text).toList());
    }

    /** How many attempts these outcomes, in their order, ask for. */
    private static int demanded(List<LedgerEntry> ends) {
        int attempts = 0;
        for (LedgerEntry end : ends) {
            attempts++;
            if (attempts > MAX_RETRIES || !RETRIED.contains(String.valueOf(end.outcome()))) {
                return attempts;
            }
        }
        return attempts + 1;
    }

    private static UUID campaign(CampaignRows rows, Tenant tenant, int firstNumber) {
        UUID campaign = rows.campaign(
                tenant, CAMPAIGN_CAP, MAX_RETRIES, Set.of(RetryOn.BUSY, RetryOn.NO_ANSWER, RetryOn.DID_NOT_PICK));
        rows.leads(tenant, campaign, LEADS, i -> "+1415%07d".formatted((firstNumber + i) * 100 + 18 + i % 80));
        return campaign;
    }

    private SimulatedCarrier carrier(DatabaseClock clock, String replica) {
        Ledger ledger = new Ledger(replica, InstantSource.system(), entries::add);
        return new SimulatedCarrier(clock, ledger, new Script(SEED, Odds.usual()), Network.PART);
    }

    private static boolean isCompleted(CampaignRows rows, UUID campaign) {
        return rows.row("SELECT status FROM campaign WHERE id = $1", campaign)
                .getString(0)
                .equals("completed");
    }
}
