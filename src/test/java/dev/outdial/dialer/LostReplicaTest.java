package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.testing.Books;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.LedgerChecks;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica goes away in the middle of its calls; another one asks the carrier and goes on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LostReplicaTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int LEADS = 40;
    private static final int CAP = 10;

    private final List<LedgerEntry> entries = Collections.synchronizedList(new ArrayList<>());
    private final ManualClock clock = new ManualClock(NOON);
    private TestDatabase database;
    private CampaignRows rows;
    private UUID campaign;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        rows = new CampaignRows(database.pool(2), NOON);
        Tenant tenant = rows.tenant(100);
        campaign = rows.campaign(tenant, CAP, 1);
        rows.leads(tenant, campaign, LEADS, i -> "+1415555%02d00".formatted(i));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void callsOfADeadReplicaAreFoundAtTheCarrierAndEndOnce() {
        // One network that outlives the replicas, as a real one does.
        SimulatedCarrier network = carrier(Network.WHOLE);
        TestReplica dying = TestReplica.start(database.pool(3), clock, network, 64);
        Awaitility.await().until(() -> placed() == CAP && noted() == CAP);

        dying.die();
        rows.run("UPDATE replica SET lease_until = clock_timestamp()", Tuple.tuple());
        try (TestReplica heir = TestReplica.start(database.pool(3), clock, network, 64)) {
            runToTheEnd(heir);
        }

        assertThat(placed()).as("each lead answered at its first attempt").isEqualTo(LEADS);
        assertThat(rows.number("SELECT count(*) FROM call_log WHERE status = 'completed'"))
                .isEqualTo(LEADS);
        judge();
    }

    @Test
    void callsThatNobodyCanTellOfCountAndAreFollowedByTheNextAttempt() {
        TestReplica dying = TestReplica.start(database.pool(3), clock, carrier(Network.PART), 64);
        Awaitility.await().until(() -> placed() == CAP && noted() == CAP);

        dying.die();
        rows.run("UPDATE replica SET lease_until = clock_timestamp()", Tuple.tuple());
        try (TestReplica heir = TestReplica.start(database.pool(3), clock, carrier(Network.PART), 64)) {
            runToTheEnd(heir);
        }

        assertThat(placed()).isEqualTo(LEADS + CAP);
        assertThat(rows.number("SELECT count(*) FROM call_log WHERE status = 'failed' AND end_reason = 'unknown'"))
                .isEqualTo(CAP);
        assertThat(rows.number("SELECT count(*) FROM lead WHERE final = 'completed'"))
                .isEqualTo(LEADS);
        assertThat(new LedgerChecks(entries).placedTwice()).isEmpty();
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    @Test
    void replicaThatLostItsLeaseGoesOnAsANewOneAndAsksForItsOwnCalls() {
        SimulatedCarrier network = carrier(Network.WHOLE);
        try (TestReplica frozen = TestReplica.start(database.pool(3), clock, network, 64)) {
            Awaitility.await().until(() -> placed() == CAP && noted() == CAP);
            UUID before = frozen.lease().replica().id();
            rows.run("UPDATE replica SET lease_until = clock_timestamp()", Tuple.tuple());

            runToTheEnd(frozen);

            assertThat(frozen.lease().replica().id()).isNotEqualTo(before);
        }
        assertThat(placed()).isEqualTo(LEADS);
        judge();
    }

    @Test
    void callOpenedByAClaimWhoseAnswerGotLostIsGivenBackUnplaced() {
        SimulatedCarrier network = carrier(Network.WHOLE);
        rows.run("UPDATE campaign SET status = 'paused'", Tuple.tuple());
        try (TestReplica replica = TestReplica.start(database.pool(3), clock, network, 64)) {
            Awaitility.await("its first look at the queue").until(() -> rows.number("""
                    SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND query LIKE '%FROM claim_v1%' AND state = 'idle'
                    """) > 0);
            LeadQueue lost = new LeadQueue(
                    database.pool(1), replica.lease(), clock, TestReplica.claims("simulator"), Duration.ofSeconds(-5));
            rows.run("UPDATE campaign SET status = 'running'", Tuple.tuple());
            assertThat(lost.claim(CAP).await().indefinitely()).hasSize(CAP);

            replica.dialer().sweep().await().indefinitely();
            runToTheEnd(replica);
        }
        assertThat(placed()).isEqualTo(LEADS);
        judge();
    }

    private void judge() {
        LedgerChecks ledger = new LedgerChecks(entries);
        assertThat(ledger.placedTwice()).isEmpty();
        assertThat(ledger.onTwoCalls()).isEmpty();
        assertThat(ledger.overCampaignCap(any -> CAP)).isEmpty();
        assertThat(ledger.holesInAttempts()).isEmpty();
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    private void runToTheEnd(TestReplica replica) {
        while (!rows.row("SELECT status FROM campaign").getString(0).equals("completed")) {
            clock.advance(Duration.ofSeconds(5));
            replica.poll();
        }
    }

    private long placed() {
        return entries.stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.PLACED)
                .count();
    }

    private long noted() {
        return rows.number("SELECT count(*) FROM open_call WHERE phase = 'placed'");
    }

    private SimulatedCarrier carrier(Network network) {
        return new SimulatedCarrier(
                clock, new Ledger("test", clock, entries::add), new Script(1, Odds.usual()), network);
    }
}
