package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Races that {@link GuardsTest} does not run, stepped through by hand: as the functions ship the race is lost by nobody,
 * and with one clause changed, as somebody might write it, the same steps do harm.
 */
class RacesTest {

    private static final String HOLDS_GATE = "PERFORM pg_advisory_xact_lock_shared(g.key)";

    private Races races;

    @BeforeEach
    void open() {
        races = new Races();
    }

    @AfterEach
    void close() {
        races.close();
    }

    @Test
    void lowerCapOfTheCampaignIsNotOvertakenByARefill() {
        assertThat(outAfterACapWasLoweredDuringARefill("campaign")).isEqualTo(1);

        races.change("settle_v1", HOLDS_GATE, "PERFORM g.key");

        assertThat(outAfterACapWasLoweredDuringARefill("campaign"))
                .as("calls of a campaign that may have one, refilled after the answer")
                .isEqualTo(2);
    }

    @Test
    void lowerCapOfTheOrganizationIsNotOvertakenByARefill() {
        assertThat(outAfterACapWasLoweredDuringARefill("organization")).isEqualTo(1);

        races.change("settle_v1", HOLDS_GATE, "PERFORM g.key");

        assertThat(outAfterACapWasLoweredDuringARefill("organization"))
                .as("calls of an organization that may have one, refilled after the answer")
                .isEqualTo(2);
    }

    @Test
    void adopterLeavesASettleThatIsOnItsWayAloneAndComesBack() {
        assertThat(adopterWaitsForASettle()).isFalse();

        races.change("hold_lease_v1", "PERFORM pg_advisory_xact_lock_shared(gate_key(p_replica));", "");

        assertThat(adopterWaitsForASettle())
                .as("whoever adopts, and renews its own lease after that, waits for a dead replica")
                .isTrue();
    }

    @Test
    void endThatComesFromWhoHadTheCallBeforeChangesNothing() {
        assertThat(isOutAfterItsFormerOwnerSettledIt()).isTrue();

        races.change("settle_v1", " AND o.replica_id = p_replica", "");

        assertThat(isOutAfterItsFormerOwnerSettledIt())
                .as("the call that the adopter looks after")
                .isFalse();
    }

    @Test
    void callToldTwiceInOneBatchEndsOnce() {
        assertThat(logsAfterTwoEndsInOneBatch()).isEqualTo(1);

        races.change("settle_v1", "SELECT DISTINCT ON (t.id) * FROM unnest(", "SELECT * FROM unnest(");

        assertThatThrownBy(this::logsAfterTwoEndsInOneBatch)
                .as("a batch that can never be written")
                .hasMessageContaining("call_log");
    }

    @Test
    void callEndedByTwoBatchesAtOnceEndsOnce() {
        assertThat(logsAfterTwoEndsInTwoBatches()).isEqualTo(1);

        // Read first and deleted after that, as many a queue does.
        races.change(
                "settle_v1",
                "DELETE FROM open_call o WHERE o.id = ANY (p_calls) AND o.replica_id = p_replica RETURNING o.*",
                "SELECT o.* FROM open_call o WHERE o.id = ANY (p_calls) AND o.replica_id = p_replica\n"
                        + "), gone AS (DELETE FROM open_call o WHERE o.id = ANY (p_calls) AND o.replica_id = p_replica");

        assertThatThrownBy(this::logsAfterTwoEndsInTwoBatches)
                .as("only the log's key keeps the attempt from being counted twice")
                .hasMessageContaining("call_log");
    }

    @Test
    void leadAddedWhileItsCampaignCompletesIsNotLeftBehind() {
        assertThat(statusAfterAnUploadDuringTheLastSettle()).isEqualTo("running");

        races.change("complete_v1", " FOR NO KEY UPDATE", "");

        assertThat(statusAfterAnUploadDuringTheLastSettle())
                .as("a campaign with a lead that waits")
                .isEqualTo("completed");
    }

    @Test
    void campaignDeletedWhileALeadIsAddedCallsNobody() {
        assertThat(claimedAfterAnUploadDuringADelete()).isZero();

        races.change("leads_added_v1", " FOR NO KEY UPDATE", "");

        assertThat(claimedAfterAnUploadDuringADelete())
                .as("calls of a campaign that was deleted")
                .isEqualTo(1);
    }

    @Test
    void retryQueuedWhileItsCampaignIsCancelledIsFailed() {
        assertThat(waitingAfterACancelDuringASettle()).isZero();

        races.change("settle_v1", HOLDS_GATE, "PERFORM g.key");

        assertThat(waitingAfterACancelDuringASettle())
                .as("leads that wait in a campaign whose cancel has answered")
                .isEqualTo(1);
    }

    @Test
    void batchesThatShareCampaignsDoNotWaitForEachOther() {
        settleInOppositeOrders();

        // In the order in which they were told.
        races.change(
                "settle_v1",
                "array_agg(t.campaign_id ORDER BY t.campaign_id), array_agg(t.n ORDER BY t.campaign_id)",
                "array_agg(t.campaign_id ORDER BY array_position(p_gates, t.campaign_id)),"
                        + " array_agg(t.n ORDER BY array_position(p_gates, t.campaign_id))");

        assertThatThrownBy(this::settleInOppositeOrders).hasMessageContaining("deadlock detected");
    }

    /** The campaign has two calls out; one ends, and its slot is filled while somebody lowers a limit to one. */
    private long outAfterACapWasLoweredDuringARefill(String table) {
        races.fresh();
        UUID campaign = races.campaign(2, 4, 0);
        Claim call = races.call(races.one, campaign);
        races.call(races.one, campaign);
        // Settled after the campaign and in the same batch: its completion is what holds up the commit.
        UUID later = races.campaign(1, 1, 0);
        Claim last = races.call(races.one, later);
        races.third.run("BEGIN; SELECT FROM campaign WHERE id = '" + later + "' FOR NO KEY UPDATE");
        CompletableFuture<?> settled = races.settle(races.one, 2, call, last);
        assertThat(settled).as("the settle that waits").isNotDone();
        UUID limited = table.equals("campaign") ? campaign : races.organization();
        CompletableFuture<?> lowered = races.run(
                races.two,
                ("BEGIN; SELECT pg_advisory_xact_lock(gate_key('%s'));"
                                + " UPDATE %s SET max_concurrent_calls = 1 WHERE id = '%s'; COMMIT")
                        .formatted(limited, table, limited));
        boolean overtaken = lowered.isDone();
        races.third.run("COMMIT");
        settled.join();
        lowered.join();
        // What was open when the answer came drains; what was opened after it must not be.
        return overtaken ? races.count("open_call WHERE campaign_id = $1", campaign) : 1;
    }

    private boolean adopterWaitsForASettle() {
        races.fresh();
        Claim call = races.call(races.one, races.campaign(1, 2, 0));
        races.one.run("BEGIN");
        assertThat(races.settle(races.one, 1, call).join()).hasSize(1);
        races.isTakenForDead(races.one);
        CompletableFuture<?> adopted = races.two.start(races.two.queue().adopt(10));
        boolean waits = !adopted.isDone();
        races.one.run("COMMIT");
        adopted.join();
        assertThat(races.two.start(races.two.queue().adopt(10)).join())
                .as("what was opened on the way")
                .hasSize(1);
        return waits;
    }

    private boolean isOutAfterItsFormerOwnerSettledIt() {
        races.fresh();
        Claim call = races.call(races.one, races.campaign(1, 1, 0));
        races.isTakenForDead(races.one);
        assertThat(races.two.start(races.two.queue().adopt(10)).join()).hasSize(1);
        races.settle(races.one, 0, call).join();
        return races.count("open_call WHERE id = $1", call.callId()) == 1;
    }

    private long logsAfterTwoEndsInOneBatch() {
        races.fresh();
        Claim call = races.call(races.one, races.campaign(1, 1, 0));
        races.settle(races.one, 0, call, call).join();
        return races.count("call_log WHERE lead_id = $1", call.leadId());
    }

    /** Two sessions of one replica: the first try of a settle is still at work when it is tried again. */
    private long logsAfterTwoEndsInTwoBatches() {
        races.fresh();
        Claim call = races.call(races.one, races.campaign(1, 1, 0));
        races.one.run("BEGIN");
        races.settle(races.one, 0, call).join();
        LeadQueue again = new LeadQueue(
                races.two.pool(),
                races.one.lease(),
                new ManualClock(Races.NOON),
                TestReplica.claims("simulator"),
                Duration.ofSeconds(1));
        CompletableFuture<?> second = races.two.start(again.settle(again.closing(List.of(Races.busy(call)), 0)));
        races.one.run("COMMIT");
        second.join();
        return races.count("call_log WHERE lead_id = $1", call.leadId());
    }

    private String statusAfterAnUploadDuringTheLastSettle() {
        races.fresh();
        UUID campaign = races.campaign(1, 1, 0);
        Claim call = races.call(races.one, campaign);
        races.two.run("BEGIN");
        upload(campaign).join();
        CompletableFuture<?> last = races.settle(races.one, 0, call);
        races.two.run("COMMIT");
        last.join();
        return races.rows
                .row("SELECT status FROM campaign WHERE id = $1", campaign)
                .getString(0);
    }

    private long claimedAfterAnUploadDuringADelete() {
        races.fresh();
        UUID campaign = races.campaign(1, 0, 0);
        races.third.run("UPDATE campaign SET status = 'completed' WHERE id = '" + campaign + "'");
        // As the API does it.
        races.third.run(("BEGIN; SELECT pg_advisory_xact_lock(gate_key('%s'));"
                        + " SELECT FROM campaign WHERE id = '%s' FOR UPDATE;"
                        + " UPDATE campaign SET deleted_at = updated_at WHERE id = '%s'")
                .formatted(campaign, campaign, campaign));
        races.two.run("BEGIN");
        CompletableFuture<?> uploaded = upload(campaign);
        races.third.run("COMMIT");
        uploaded.join();
        // What it answers, null, makes the API roll back.
        boolean taken = races.two
                .pool()
                .query("SELECT status FROM campaign WHERE id = '" + campaign + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0)
                .equals("running");
        races.two.run(taken ? "COMMIT" : "ROLLBACK");
        return races.one.start(races.one.queue().claim(1)).join().size();
    }

    private CompletableFuture<Void> upload(UUID campaign) {
        return races.run(
                races.two,
                ("SELECT add_leads_v1('%s', '%s', '%s', false, ARRAY[gen_random_uuid()], ARRAY['+14155550199'],"
                                + " ARRAY[NULL], ARRAY['{}'], ARRAY[NULL], ARRAY[5], ARRAY[NULL]);"
                                + " SELECT leads_added_v1('%s', -1, 1, '%s')")
                        .formatted(campaign, races.organization(), Races.NOON, campaign, Races.NOON));
    }

    private long waitingAfterACancelDuringASettle() {
        races.fresh();
        UUID campaign = races.campaign(1, 1, 1);
        Claim call = races.call(races.one, campaign);
        races.one.run("BEGIN");
        races.settle(races.one, 0, call).join();
        // As the API does it.
        CompletableFuture<?> cancelled = races.run(
                races.two,
                ("BEGIN; SELECT pg_advisory_xact_lock(gate_key('%s'));"
                                + " UPDATE campaign SET status = 'cancelled' WHERE id = '%s'; COMMIT;"
                                + " SELECT fail_waiting_v1('%s', -1, '%s', 5000)")
                        .formatted(campaign, campaign, campaign, Races.NOON));
        races.one.run("COMMIT");
        cancelled.join();
        return races.count("lead_due WHERE campaign_id = $1", campaign);
    }

    /** One ends calls of the first and the second campaign, the other of the second, the third and the first. */
    private void settleInOppositeOrders() {
        races.fresh();
        UUID a = races.campaign(2, 2, 0);
        UUID b = races.campaign(2, 2, 0);
        UUID c = races.campaign(1, 1, 0);
        Claim[] ofOne = {races.call(races.one, a), races.call(races.one, b)};
        Claim[] ofTwo = {races.call(races.two, b), races.call(races.two, c), races.call(races.two, a)};
        races.third.run("BEGIN; SELECT FROM campaign WHERE id = '" + c + "' FOR NO KEY UPDATE");
        CompletableFuture<?> two = races.settle(races.two, 0, ofTwo);
        CompletableFuture<?> one = races.settle(races.one, 0, ofOne);
        races.third.run("COMMIT");
        CompletableFuture.allOf(one, two).join();
    }
}
