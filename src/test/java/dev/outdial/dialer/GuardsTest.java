package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What each guard in the dialer's statements is for. Two sessions are stepped through the interleaving that the guard is
 * there for: with the function as it ships the invariant holds, and with the guard taken out the same steps break it. A
 * guard that can be taken out unnoticed guards nothing, or its test does not.
 */
class GuardsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String CAMPAIGN_LOCK =
            "PERFORM FROM campaign c WHERE c.id = ANY (v_campaigns) ORDER BY c.id FOR NO KEY UPDATE;";
    private static final String LINE_GATE = "UNION SELECT c.line_id FROM campaign c WHERE c.id = ANY (p_gates)";

    private final ManualClock clock = new ManualClock(NOON);
    private TestDatabase database;
    private CampaignRows rows;
    private Tenant tenant;
    private Session one;
    private Session two;
    private Session third;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        rows = new CampaignRows(database.pool(2), NOON);
        fresh();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void rowLocksOfTheClaimKeepTwoClaimsBelowTheCap() {
        assertThat(openAfterTwoClaims()).isEqualTo(1);

        change("claim_v1", " FOR NO KEY UPDATE", "");

        assertThat(openAfterTwoClaims())
                .as("calls of a campaign that may have one")
                .isEqualTo(2);
    }

    @Test
    void countInAStatementAfterTheLockSeesWhatTheLockWaitedFor() {
        assertThat(openAfterTwoClaims()).isEqualTo(1);

        // The same locks, taken by the statement that counts.
        change("claim_v1", "PERFORM FROM phone_line p WHERE p.id = ANY (v_lines) ORDER BY p.id FOR NO KEY UPDATE;", "");
        change(
                "claim_v1",
                "PERFORM FROM organization g WHERE g.id = ANY (v_orgs) ORDER BY g.id FOR NO KEY UPDATE;",
                "");
        change("claim_v1", CAMPAIGN_LOCK, "");
        change("claim_v1", "WITH asking AS (", """
                WITH locked AS MATERIALIZED (
                    SELECT c.id FROM campaign c WHERE c.id = ANY (v_campaigns) ORDER BY c.id FOR NO KEY UPDATE
                ), asking AS (""");
        change("claim_v1", "WHERE c.id = ANY (v_campaigns) AND", "WHERE c.id IN (SELECT l.id FROM locked l) AND");

        assertThat(openAfterTwoClaims())
                .as("calls of a campaign that may have one")
                .isEqualTo(2);
    }

    @Test
    void campaignsRowLockKeepsAPauseFromOvertakingAClaim() {
        assertThat(startedAfterAPauseDuringAClaim()).isEmpty();

        change("claim_v1", CAMPAIGN_LOCK, "");

        assertThat(startedAfterAPauseDuringAClaim())
                .as("calls opened after the pause has answered")
                .hasSize(1);
    }

    @Test
    void gateKeepsAPauseFromOvertakingARefill() {
        assertThat(startedAfterAPauseDuringARefill()).isEmpty();

        change("settle_v1", "PERFORM pg_advisory_xact_lock_shared(g.key)", "PERFORM g.key");

        assertThat(startedAfterAPauseDuringARefill())
                .as("calls opened after the pause has answered")
                .hasSize(1);
    }

    @Test
    void gateIsHeldBeforeTheStatusIsRead() {
        assertThat(startedAfterAPauseBeforeARefill()).isEmpty();

        // The same gate, held from the same moment on, but by the statement that reads the status.
        change("settle_v1", "PERFORM pg_advisory_xact_lock_shared(g.key)", "PERFORM g.key");
        change("refill_room_v1", "WHERE c.id = p_campaign AND c.status = 'running'", """
                JOIN (SELECT pg_advisory_xact_lock_shared(gate_key(p_campaign))::text AS held OFFSET 0) gate
                    ON gate.held IS NOT NULL
                 WHERE c.id = p_campaign AND c.status = 'running'""");

        assertThat(startedAfterAPauseBeforeARefill())
                .as("calls opened after the pause has answered")
                .hasSize(1);
    }

    @Test
    void gateOfTheLineKeepsALowerCapFromOvertakingARefill() {
        assertThat(startedAfterTheLinesCapWasLoweredDuringARefill()).isEmpty();

        change("settle_v1", LINE_GATE, "");

        assertThat(startedAfterTheLinesCapWasLoweredDuringARefill())
                .as("calls opened above the cap that was lowered before")
                .hasSize(1);
    }

    @Test
    void leadsThatAnotherTakesAreSkippedNotWaitedFor() {
        assertThat(claimWaitsForARefill()).isFalse();

        change("take_due_v1", " SKIP LOCKED", "");

        assertThat(claimWaitsForARefill())
                .as("a claim waits for the leads another has in hand")
                .isTrue();
    }

    @Test
    void leadCannotBeOnTwoCallsEvenIfTheQueueHandsItOutTwice() {
        // The queue hands out what it has without taking it off.
        change(
                "take_due_v1",
                "DELETE FROM lead_due q",
                "SELECT q.rank, q.due_at, q.lead_id, q.attempt FROM lead_due q",
                "FOR UPDATE SKIP LOCKED) l",
                ") l",
                "RETURNING q.rank, q.due_at, q.lead_id, q.attempt",
                "");
        assertThat(callsOfALeadTakenTwice()).isEqualTo(1);

        database.execute("ALTER TABLE open_call DROP CONSTRAINT open_call_once");

        assertThat(callsOfALeadTakenTwice()).as("calls with one lead").isEqualTo(2);
    }

    @Test
    void callThatWasAdoptedCannotBeClosedByWhoHadItBefore() {
        assertThat(isOutAfterItsFormerOwnerGaveItBack()).isTrue();

        change("settle_v1", " AND o.replica_id = p_replica", "");

        assertThat(isOutAfterItsFormerOwnerGaveItBack())
                .as("the adopted call, which the carrier may still have, is out")
                .isFalse();
    }

    @Test
    void leaseIsHeldToTheEndOfAClaimSoThatAnAdopterMissesNothing() {
        assertThat(isAdoptedAfterALateClaim()).isTrue();

        change("hold_lease_v1", "PERFORM pg_advisory_xact_lock_shared(gate_key(p_replica));", "");

        assertThat(isAdoptedAfterALateClaim())
                .as("a call opened while its replica was declared dead")
                .isFalse();
    }

    /** A second claim comes before the first one, of the same campaign with one slot, is committed. */
    private long openAfterTwoClaims() {
        fresh();
        UUID campaign = campaign(1, 2);
        one.run("BEGIN");
        one.start(one.queue().claim(1)).join();
        CompletableFuture<List<Claim>> second = two.start(two.queue().claim(1));
        one.run("COMMIT");
        second.join();
        return callsOut(campaign).size();
    }

    private Set<UUID> startedAfterAPauseDuringAClaim() {
        fresh();
        UUID campaign = campaign(1, 1);
        one.run("BEGIN");
        one.start(one.queue().claim(1)).join();
        CompletableFuture<Set<UUID>> paused = two.start(pause(campaign));
        one.run("COMMIT");
        return startedSince(paused.join(), campaign);
    }

    private Set<UUID> startedAfterAPauseDuringARefill() {
        fresh();
        UUID campaign = campaign(1, 2);
        return startedDuringARefill(campaign, pause(campaign));
    }

    private Set<UUID> startedAfterTheLinesCapWasLoweredDuringARefill() {
        fresh();
        UUID campaign = campaign(2, 3);
        UUID line =
                rows.row("SELECT line_id FROM campaign WHERE id = $1", campaign).getUUID(0);
        // As the API does it. The campaign's other call is the one that the line may have from now on.
        String lower = "BEGIN; SELECT pg_advisory_xact_lock(gate_key('" + line + "'));"
                + " UPDATE phone_line SET max_concurrent_calls = 1 WHERE id = '" + line + "'; COMMIT";
        return startedDuringARefill(
                campaign, two.pool().query(lower).execute().chain(() -> callsOutSeenBy(two, campaign)));
    }

    /** The change comes when the campaign's slot is filled again but that is not committed yet. */
    private Set<UUID> startedDuringARefill(UUID campaign, Uni<Set<UUID>> change) {
        // Settled after the campaign and in the same batch: its completion is what holds up the commit.
        UUID later = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, later, 1, GuardsTest::number);
        Collection<Claim> oneOfEach = one.start(one.queue().claim(10)).join().stream()
                .collect(Collectors.toMap(Claim::campaignId, call -> call, (first, second) -> first))
                .values();
        List<Settlement> ends = oneOfEach.stream().map(this::busy).toList();
        third.run("BEGIN");
        third.run("SELECT FROM campaign WHERE id = '" + later + "' FOR NO KEY UPDATE");
        CompletableFuture<List<Claim>> refill =
                one.start(one.queue().settle(one.queue().closing(ends, 2)));
        assertThat(refill).as("the settle that waits").isNotDone();
        CompletableFuture<Set<UUID>> changed = two.start(change);
        third.run("COMMIT");
        assertThat(refill.join()).hasSize(1);
        return startedSince(changed.join(), campaign);
    }

    /** The slot is freed while a pause has the gate but is not committed yet. */
    private Set<UUID> startedAfterAPauseBeforeARefill() {
        fresh();
        UUID campaign = campaign(1, 2);
        Claim call = one.start(one.queue().claim(1)).join().getFirst();
        two.run("BEGIN");
        two.start(two.queue().hold(campaign, "test")).join();
        CompletableFuture<List<Claim>> refill = settle(one, busy(call));
        // Not after the commit: the refill, no longer held up, might be there first.
        Set<UUID> whilePausing = two.start(callsOutSeenBy(two, campaign)).join();
        two.run("COMMIT");
        refill.join();
        return startedSince(whilePausing, campaign);
    }

    private boolean claimWaitsForARefill() {
        fresh();
        campaign(2, 2);
        Claim call = one.start(one.queue().claim(1)).join().getFirst();
        one.run("BEGIN");
        assertThat(settle(one, busy(call)).join()).hasSize(1);
        CompletableFuture<List<Claim>> claim = two.start(two.queue().claim(1));
        boolean waits = !claim.isDone();
        one.run("COMMIT");
        assertThat(claim.join()).isEmpty();
        return waits;
    }

    private long callsOfALeadTakenTwice() {
        fresh();
        UUID campaign = campaign(2, 1);
        one.start(one.queue().claim(1)).join();
        two.start(two.queue().claim(1)).handle((claims, failure) -> claims).join();
        return callsOut(campaign).size();
    }

    private boolean isOutAfterItsFormerOwnerGaveItBack() {
        fresh();
        UUID campaign = campaign(1, 1);
        Claim call = one.start(one.queue().claim(1)).join().getFirst();
        isTakenForDead(one);
        two.run("BEGIN");
        assertThat(two.start(two.queue().adopt(10)).join()).hasSize(1);
        CompletableFuture<List<Claim>> given =
                settle(one, OpenCall.claimed(call, NOON).returned(NOON));
        two.run("COMMIT");
        given.join();
        return callsOut(campaign).contains(call.callId());
    }

    private boolean isAdoptedAfterALateClaim() {
        fresh();
        UUID campaign = campaign(1, 1);
        one.run("BEGIN");
        one.start(one.queue().claim(1)).join();
        isTakenForDead(one);
        assertThat(two.start(two.queue().adopt(10)).join()).isEmpty();
        one.run("COMMIT");
        assertThat(callsOut(campaign)).hasSize(1);
        return !two.start(two.queue().adopt(10)).join().isEmpty();
    }

    /** Takes a guard out of a function: puts each second text in the place of the one before it. */
    private void change(String function, String... texts) {
        String source = rows.row("SELECT pg_get_functiondef('" + function + "'::regproc)")
                .getString(0);
        for (int i = 0; i < texts.length; i += 2) {
            assertThat(source).contains(texts[i]);
            source = source.replace(texts[i], texts[i + 1]);
        }
        database.execute(source);
    }

    /** Sessions and an organization that nothing has happened to, and nothing else to call. */
    private void fresh() {
        database.execute("DELETE FROM open_call; DELETE FROM lead_due; UPDATE campaign SET status = 'paused'");
        one = Session.open(database, clock);
        two = Session.open(database, clock);
        third = Session.open(database, clock);
        tenant = rows.tenant(100);
    }

    private UUID campaign(int cap, int leads) {
        UUID campaign = rows.campaign(tenant, cap, 0);
        rows.leads(tenant, campaign, leads, GuardsTest::number);
        return campaign;
    }

    /** Pauses the campaign; what is out at the moment of the answer. */
    private Uni<Set<UUID>> pause(UUID campaign) {
        return two.queue().hold(campaign, "test").chain(() -> callsOutSeenBy(two, campaign));
    }

    private void isTakenForDead(Session session) {
        rows.run(
                "UPDATE replica SET lease_until = clock_timestamp() WHERE id = $1",
                Tuple.of(session.lease().replica().id()));
    }

    private CompletableFuture<List<Claim>> settle(Session session, Settlement end) {
        return session.start(session.queue().settle(session.queue().closing(List.of(end), 1)));
    }

    private Settlement busy(Claim claim) {
        Outcome outcome = Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486);
        return OpenCall.claimed(claim, NOON).ended(outcome, NOON);
    }

    private Set<UUID> startedSince(Set<UUID> before, UUID campaign) {
        return callsOut(campaign).stream()
                .filter(call -> !before.contains(call))
                .collect(Collectors.toSet());
    }

    private Set<UUID> callsOut(UUID campaign) {
        return callsOutSeenBy(third, campaign).await().indefinitely();
    }

    private static Uni<Set<UUID>> callsOutSeenBy(Session session, UUID campaign) {
        return session.pool()
                .preparedQuery("SELECT id FROM open_call WHERE campaign_id = $1")
                .execute(Tuple.of(campaign))
                .map(found -> found.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
    }

    private static String number(int i) {
        return "+1415555%04d".formatted(i);
    }
}
