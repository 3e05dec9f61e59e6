package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.http.PublicId;
import dev.outdial.testing.Books;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.LedgerChecks;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One lead per magic number, dialed to its end with the clock turned by hand: what becomes of each. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OutcomesTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int CODES = 18;
    private static final int MAX_RETRIES = 2;

    private static final List<LedgerEntry> ENTRIES = Collections.synchronizedList(new ArrayList<>());
    private static TestDatabase database;
    private static CampaignRows rows;
    private static UUID campaign;
    private static List<UUID> leads;

    @BeforeAll
    static void dialAll() {
        database = TestDatabase.create();
        Pool pool = database.pool(4);
        rows = new CampaignRows(pool, NOON);
        Tenant tenant = rows.tenant(100);
        campaign = rows.campaign(tenant, CODES, MAX_RETRIES);
        leads = rows.leads(tenant, campaign, CODES, "+14155550%03d"::formatted);
        ManualClock clock = new ManualClock(NOON);
        SimulatedCarrier carrier = new SimulatedCarrier(
                clock, new Ledger("test", clock, ENTRIES::add), new Script(1, Odds.usual()), Network.WHOLE);
        try (TestReplica replica = TestReplica.start(pool, clock, carrier, 64)) {
            while (!isCompleted()) {
                clock.advance(STEP);
                replica.poll();
            }
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0}: {1}/{2} after {3} attempts, the last {4}")
    @CsvSource({
        "0, completed, agent_disconnected, 1, completed",
        "1, completed, user_disconnected, 1, completed",
        "2, failed, user_busy, 3, busy",
        "3, failed, user_unreachable, 3, no_answer",
        "4, failed, unallocated_phone_number, 1, failed",
        "5, failed, user_declined, 1, failed",
        "6, failed, network_failure, 3, failed",
        "7, failed, user_did_not_pick_up, 3, did_not_pick",
        "8, failed, sip_trunk_unreachable, 3, failed",
        "9, completed, agent_disconnected, 1, completed",
        "10, completed, voicemail_detected, 1, completed",
        "11, failed, network_failure, 3, failed",
        "12, failed, invalid_phone_number, 1, failed",
        "13, completed, agent_disconnected, 1, completed",
        "14, completed, agent_disconnected, 1, completed",
        "15, completed, agent_disconnected, 1, completed",
        "16, completed, agent_disconnected, 1, completed",
        "17, completed, agent_disconnected, 1, completed",
    })
    void leadEndsAsItsNumberDemands(int code, String end, String reason, int attempts, String lastStatus) {
        UUID lead = leads.get(code);

        Row row = rows.row("SELECT final, end_reason, attempts FROM lead WHERE id = $1", lead);
        Row last = rows.row(
                "SELECT status, end_reason, attempt FROM call_log WHERE lead_id = $1 ORDER BY attempt DESC", lead);

        assertThat(row.getString("final")).isEqualTo(end);
        assertThat(row.getString("end_reason")).isEqualTo(reason);
        assertThat(row.getInteger("attempts")).isEqualTo(attempts);
        assertThat(last.getString("status")).isEqualTo(lastStatus);
        assertThat(last.getString("end_reason")).isEqualTo(reason);
        assertThat(last.getInteger("attempt")).isEqualTo(attempts);
        assertThat(placements(lead)).isEqualTo(code == 12 ? 0 : attempts);
    }

    @Test
    void ledgerAndBooksAgree() {
        LedgerChecks ledger = new LedgerChecks(ENTRIES);

        assertThat(ledger.placedTwice()).isEmpty();
        assertThat(ledger.onTwoCalls()).isEmpty();
        assertThat(ledger.soonerThan(Duration.ofMinutes(1))).isEmpty();
        assertThat(ledger.holesInAttempts()).isEmpty();
        assertThat(ledger.attemptsBeyond(MAX_RETRIES)).isEmpty();
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    private static long placements(UUID lead) {
        String id = PublicId.LEAD.text(lead);
        return ENTRIES.stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.PLACED)
                .filter(entry -> entry.leadId().equals(id))
                .count();
    }

    private static boolean isCompleted() {
        return rows.row("SELECT status FROM campaign WHERE id = $1", campaign)
                .getString(0)
                .equals("completed");
    }
}
