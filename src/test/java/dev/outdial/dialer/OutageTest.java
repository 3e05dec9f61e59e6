package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.Lookup;
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
import io.smallrye.mutiny.Uni;
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

/** The database takes nothing in, or its answers get lost, for longer than a lease lasts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutageTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(15);
    private static final int LEADS = 20;
    private static final int CAP = 10;

    private final List<LedgerEntry> entries = Collections.synchronizedList(new ArrayList<>());
    private final ManualClock clock = new ManualClock(NOON);
    private final TestCarrier carrier = new TestCarrier(new SimulatedCarrier(
            clock, new Ledger("test", clock, entries::add), new Script(1, Odds.usual()), Network.WHOLE));
    private TestDatabase database;
    private CampaignRows rows;
    private UUID campaign;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        rows = new CampaignRows(database.pool(2), NOON);
        Tenant tenant = rows.tenant(100);
        campaign = rows.campaign(tenant, CAP, 0);
        rows.leads(tenant, campaign, LEADS, i -> "+1415555%02d02".formatted(i)); // All are busy.
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void endThatIsToldAndLookedUpWhileNothingCanBeWrittenCountsOnce() {
        try (TestReplica replica = start()) {
            nothingCanBeWritten();
            clock.advance(Duration.ofSeconds(10));
            Awaitility.await().until(() -> tries() > 0);
            leasesAreOver();
            replica.poll(); // It takes a new lease, adopts its own calls and asks for them.
            Awaitility.await().until(() -> {
                replica.poll(); // Not the first, where a try to write is under way: its replica is not touched then.
                return carrier.lookups().size() == CAP;
            });
            everythingCanBeWritten();

            runToTheEnd(replica);
        }
        judge();
    }

    @Test
    void adoptedCallIsNotForgottenWhenItsOldEndComesToNothing() {
        try (TestReplica replica = start()) {
            nothingCanBeWritten();
            clock.advance(Duration.ofSeconds(10));
            Awaitility.await().until(() -> tries() > 0);
            leasesAreOver();
            // Behind the times: the note it causes is written after the end that comes to nothing.
            carrier.answersLookups(key -> Uni.createFrom().item(new Lookup.Live("behind", null)));
            replica.poll();
            Awaitility.await().until(() -> {
                replica.poll(); // Not the first, where a try to write is under way: its replica is not touched then.
                return carrier.lookups().size() == CAP;
            });
            everythingCanBeWritten();
            Awaitility.await()
                    .until(() -> rows.number("SELECT count(*) FROM open_call WHERE carrier_call_id = 'behind'") > 0);
            carrier.answersLookupsAgain();

            runToTheEnd(replica);
        }
        judge();
    }

    @Test
    void callsWhoseAdoptionGotNoAnswerAreAskedForAndNeverTakenForUnplaced() {
        start().die();
        rows.run("UPDATE open_call SET start_by = clock_timestamp() - interval '1 minute'", Tuple.tuple());
        // Of some it was not even written that they were placed.
        rows.run("""
                UPDATE open_call SET phase = 'intent', placed_at = NULL, carrier_call_id = NULL
                 WHERE id IN (SELECT id FROM open_call ORDER BY id LIMIT 5)
                """, Tuple.tuple());
        leasesAreOver();
        try (TestReplica heir = TestReplica.start(database.pool(3), clock, carrier, 64)) {
            LeadQueue lost = new LeadQueue(
                    database.pool(1), heir.lease(), clock, TestReplica.claims("simulator"), Duration.ofSeconds(1));
            assertThat(lost.adopt(100).await().indefinitely()).hasSize(CAP);

            heir.dialer().sweep().await().indefinitely();
            runToTheEnd(heir);
        }
        judge();
    }

    private TestReplica start() {
        TestReplica replica = TestReplica.start(database.pool(3), clock, carrier, 64);
        Awaitility.await().until(() -> rows.number("SELECT count(*) FROM open_call WHERE phase = 'placed'") == CAP);
        return replica;
    }

    /** Each try leaves a trace that outlives its rollback. */
    private void nothingCanBeWritten() {
        database.execute("""
                CREATE SEQUENCE tries MINVALUE 0 START 0;
                CREATE FUNCTION outage() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM nextval('tries') + nextval('tries'); RAISE EXCEPTION 'outage'; END $$;
                CREATE TRIGGER outage BEFORE INSERT ON call_log FOR EACH ROW EXECUTE FUNCTION outage();
                """);
    }

    private void everythingCanBeWritten() {
        database.execute("DROP TRIGGER outage ON call_log");
    }

    private long tries() {
        return rows.number("SELECT last_value FROM tries");
    }

    private void leasesAreOver() {
        rows.run("UPDATE replica SET lease_until = clock_timestamp()", Tuple.tuple());
    }

    private void runToTheEnd(TestReplica replica) {
        Awaitility.await().atMost(LONG_ENOUGH).until(() -> {
            clock.advance(Duration.ofSeconds(5));
            replica.poll();
            return rows.row("SELECT status FROM campaign").getString(0).equals("completed");
        });
    }

    private void judge() {
        LedgerChecks ledger = new LedgerChecks(entries);
        assertThat(ledger.placedTwice()).isEmpty();
        assertThat(ledger.onTwoCalls()).isEmpty();
        assertThat(ledger.overCampaignCap(any -> CAP)).isEmpty();
        assertThat(rows.number("SELECT count(*) FROM call_log WHERE status = 'busy'"))
                .isEqualTo(LEADS);
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }
}
