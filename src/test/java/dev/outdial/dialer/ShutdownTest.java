package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a replica leaves, of its own will or not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ShutdownTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration PROMPT = Duration.ofSeconds(10);
    private static final int LEADS = 5;

    private final ManualClock clock = new ManualClock(NOON);
    private final BroadcastProcessor<CarrierEvent> events = BroadcastProcessor.create();
    private final TestCarrier carrier = new TestCarrier(new SimulatedCarrier(
            clock, new Ledger("test", clock, entry -> {}), new Script(1, Odds.usual()), Network.WHOLE));
    private TestDatabase database;
    private CampaignRows rows;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        rows = new CampaignRows(database.pool(2), NOON);
        Tenant tenant = rows.tenant(100);
        rows.leads(tenant, rows.campaign(tenant, LEADS, 0), LEADS, i -> "+1415555%02d00".formatted(i));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatAClaimUnderWayTakesIsGivenBackBeforeTheReplicaGoes() {
        Session other = Session.open(database, clock);
        other.run("BEGIN");
        other.run("SELECT FROM campaign FOR NO KEY UPDATE");
        TestReplica replica = TestReplica.start(database.pool(3), clock, carrier, 64);
        Awaitility.await().until(() -> rows.number(claims("wait_event_type = 'Lock'")) == 1);

        CompletableFuture<Void> stopped = replica.dialer().stop(GRACE).subscribeAsCompletionStage();
        replica.flush();
        other.run("COMMIT");
        stopped.join();
        Awaitility.await().until(() -> rows.number(claims("state = 'active'")) == 0);

        assertThat(rows.number("SELECT count(*) FROM open_call")).isZero();
        assertThat(rows.number("SELECT count(*) FROM lead_due WHERE attempt = 1"))
                .isEqualTo(LEADS);
        replica.loop().close();
    }

    @Test
    void callsThatGoOnWithoutTheReplicaAreHandedOverAtOnce() {
        carrier.outlivesReplicas();
        TestReplica replica = TestReplica.start(database.pool(3), clock, carrier, 64);
        awaitCalls("phase <> 'intent'", LEADS);

        replica.dialer().stop(GRACE).await().atMost(PROMPT);

        assertThat(rows.number("SELECT count(*) FROM open_call WHERE carrier_call_id IS NOT NULL"))
                .as("calls an heir can ask for")
                .isEqualTo(LEADS);
        replica.loop().close();
    }

    @Test
    void callsThatEndWithTheReplicaAreWaitedForAndWritten() {
        TestReplica replica = TestReplica.start(database.pool(3), clock, carrier, 64);
        awaitCalls("phase <> 'intent'", LEADS);

        CompletableFuture<Void> stopped = replica.dialer().stop(GRACE).subscribeAsCompletionStage();
        replica.flush();
        assertThat(stopped).isNotDone();
        clock.advance(Duration.ofMinutes(1));
        stopped.join();

        assertThat(rows.number("SELECT count(*) FROM call_log")).isEqualTo(LEADS);
        assertThat(rows.number("SELECT count(*) FROM open_call")).isZero();
        replica.loop().close();
    }

    @Test
    void replicaThatStopsTakesOverNothingMore() {
        TestReplica dying = TestReplica.start(database.pool(3), clock, carrier, 64);
        awaitCalls("phase <> 'intent'", LEADS);
        TestReplica stopping = TestReplica.start(database.pool(3), clock, carrier, 64);
        dying.die();
        rows.run(
                "UPDATE replica SET lease_until = clock_timestamp() WHERE id = $1",
                Tuple.of(dying.lease().replica().id()));

        stopping.dialer().startNothing();
        stopping.flush();
        stopping.poll();

        assertThat(rows.number("SELECT count(DISTINCT replica_id) FROM open_call"))
                .isEqualTo(1);
        assertThat(rows.row("SELECT DISTINCT replica_id FROM open_call").getUUID(0))
                .isEqualTo(dying.lease().replica().id());
        stopping.die();
    }

    @Test
    void replicaThatHearsNothingMoreLeavesItsCallsToTheOthers() {
        carrier.tells(events);
        TestReplica deaf = TestReplica.start(database.pool(3), clock, carrier, 64);
        awaitCalls("phase = 'placed'", LEADS);
        rows.run("UPDATE replica SET lease_until = clock_timestamp() + interval '1 minute'", Tuple.tuple());

        events.onError(new IllegalStateException("The carrier's events broke, as the test wants it"));
        deaf.flush();
        deaf.poll();

        assertThat(rows.number(
                        "SELECT count(*) FROM replica WHERE lease_until > clock_timestamp() + interval '30 seconds'"))
                .as("leases that were not renewed")
                .isEqualTo(1);
        deaf.die();
    }

    private void awaitCalls(String that, int calls) {
        Awaitility.await().until(() -> rows.number("SELECT count(*) FROM open_call WHERE " + that) == calls);
    }

    private static String claims(String that) {
        return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%FROM claim_v1%'"
                + " AND pid <> pg_backend_pid() AND " + that;
    }
}
