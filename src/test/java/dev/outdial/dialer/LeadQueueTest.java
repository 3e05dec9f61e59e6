package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.http.Ids;
import dev.outdial.testing.Books;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claim and settle on a real PostgreSQL, one step at a time. */
class LeadQueueTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock(NOON);
    private TestDatabase database;
    private Pool pool;
    private CampaignRows rows;
    private LeadQueue queue;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        pool = database.pool(4);
        rows = new CampaignRows(pool, NOON);
        queue = replica();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void claimTakesNoMoreThanTheCampaignsCap() {
        Tenant tenant = rows.tenant(1000);
        UUID campaign = rows.campaign(tenant, 3, 0);
        rows.leads(tenant, campaign, 10, LeadQueueTest::number);

        assertThat(claim(100)).hasSize(3);
        assertThat(claim(100)).isEmpty();
        assertThat(rows.number("SELECT count(*) FROM lead_due")).isEqualTo(7);
    }

    @Test
    void claimTakesNoMoreThanWasAskedFor() {
        Tenant tenant = rows.tenant(1000);
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 10, LeadQueueTest::number);

        assertThat(claim(4)).hasSize(4);
    }

    @Test
    void claimTakesNoMoreThanTheOrganizationsCapAndLeavesOthersAlone() {
        Tenant tenant = rows.tenant(4);
        Tenant other = rows.tenant(2);
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 10, LeadQueueTest::number);
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 10, LeadQueueTest::number);
        rows.leads(other, rows.campaign(other, 50, 0), 10, LeadQueueTest::number);

        List<Claim> claims = claim(100);

        assertThat(claims.stream().filter(c -> c.organizationId().equals(tenant.id())))
                .hasSize(4);
        assertThat(claims.stream().filter(c -> c.organizationId().equals(other.id())))
                .hasSize(2);
    }

    @Test
    void claimTakesNoMoreThanTheLinesCap() {
        Tenant tenant = rows.tenant(100);
        rows.run("UPDATE phone_line SET max_concurrent_calls = 2 WHERE id = $1", Tuple.of(tenant.lineId()));
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 10, LeadQueueTest::number);
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 10, LeadQueueTest::number);

        assertThat(claim(100)).hasSize(2);
    }

    @Test
    void organizationsSlotsAreSharedInProportionToPriority() {
        Tenant tenant = rows.tenant(12);
        UUID high = rows.campaign(tenant, 50, 0, 9);
        UUID low = rows.campaign(tenant, 50, 0, 3);
        rows.leads(tenant, high, 50, LeadQueueTest::number);
        rows.leads(tenant, low, 50, LeadQueueTest::number);

        List<Claim> claims = claim(100);

        assertThat(claims.stream().filter(c -> c.campaignId().equals(high))).hasSize(9);
        assertThat(claims.stream().filter(c -> c.campaignId().equals(low))).hasSize(3);
    }

    @Test
    void slotsThatACampaignCannotUseBecauseItsLineIsFullGoToTheOthers() {
        Tenant tenant = rows.tenant(4);
        UUID busyLine = Ids.next();
        rows.run(
                "INSERT INTO phone_line (id, organization_id, phone_number, max_concurrent_calls, created_at)"
                        + " VALUES ($1, $2, '+14155550199', 1, $3)",
                Tuple.of(busyLine, tenant.id(), CampaignRows.time(NOON)));
        UUID stuck = rows.campaign(tenant, 50, 0);
        rows.run("UPDATE campaign SET line_id = $2 WHERE id = $1", Tuple.of(stuck, busyLine));
        UUID free = rows.campaign(tenant, 50, 0);
        rows.leads(tenant, stuck, 10, LeadQueueTest::number);
        rows.leads(tenant, free, 10, LeadQueueTest::number);

        List<Claim> claims = claim(100);

        assertThat(claims.stream().filter(c -> c.campaignId().equals(stuck))).hasSize(1);
        assertThat(claims.stream().filter(c -> c.campaignId().equals(free))).hasSize(3);
    }

    @Test
    void leadsComeByPriorityThenDueTimeThenInsertion() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 50, 0);
        List<UUID> usual = rows.leads(tenant, campaign, 3, LeadQueueTest::number, 5);
        List<UUID> urgent = rows.leads(tenant, campaign, 2, LeadQueueTest::number, 10);
        List<UUID> lazy = rows.leads(tenant, campaign, 2, LeadQueueTest::number, 1);
        rows.run("UPDATE lead_due SET due_at = due_at - interval '1 hour' WHERE lead_id = $1", Tuple.of(usual.get(2)));

        List<UUID> order = IntStream.range(0, 7)
                .mapToObj(i -> claim(1).getFirst().leadId())
                .toList();

        assertThat(order)
                .containsExactly(
                        urgent.get(0),
                        urgent.get(1),
                        usual.get(2),
                        usual.get(0),
                        usual.get(1),
                        lazy.get(0),
                        lazy.get(1));
    }

    @Test
    void claimCarriesWhatTheCallNeeds() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 50, 2);
        UUID lead = rows.leads(tenant, campaign, 1, i -> "+14155550123").getFirst();
        rows.run(
                "UPDATE lead SET name = 'Mia', notes = '{\"company\": \"Initech\", \"age\": 41}' WHERE id = $1",
                Tuple.of(lead));

        Claim claim = claim(1).getFirst();

        assertThat(claim.carrier()).isEqualTo("simulator");
        assertThat(claim.placeCall().to()).isEqualTo("+14155550123");
        assertThat(claim.placeCall().ringTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(claim.retryPolicy().maxRetries()).isEqualTo(2);
        assertThat(claim.placeCall().variables())
                .containsEntry("name", "Mia")
                .containsEntry("company", "Initech")
                .containsEntry("age", "41")
                .containsEntry("agent_name", "Asha")
                .containsEntry("attempt", "1")
                .containsEntry("call_id", claim.placeCall().callId())
                .containsEntry("caller_number", "+14155550100");
    }

    @Test
    void onlyRunningCampaignsAreClaimed() {
        for (String status : List.of("draft", "active", "paused", "completed", "cancelled")) {
            Tenant tenant = rows.tenant(100);
            UUID campaign = rows.campaign(tenant, 50, 0);
            rows.leads(tenant, campaign, 1, LeadQueueTest::number);
            rows.run("UPDATE campaign SET status = $2 WHERE id = $1", Tuple.of(campaign, status));

            assertThat(claim(10)).as(status).isEmpty();
        }
    }

    @Test
    void nothingIsClaimedAfterTheCampaignsEnd() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 3, LeadQueueTest::number);
        rows.run(
                "UPDATE campaign SET ends_at = $2 WHERE id = $1",
                Tuple.of(campaign, CampaignRows.time(NOON.plusSeconds(60))));
        Claim first = claim(10).getFirst();
        clock.advance(Duration.ofSeconds(60));

        assertThat(claim(10)).isEmpty();
        assertThat(settle(answered(first), 10)).as("refill").isEmpty();
        tick();
        assertThat(status(campaign)).isEqualTo("completed");
        assertThat(rows.number("SELECT count(*) FROM lead WHERE end_reason = 'campaign_ended'"))
                .isEqualTo(2);
        assertBalanced(campaign);
    }

    @Test
    void replicaWhoseLeaseIsOverClaimsNothing() {
        Tenant tenant = rows.tenant(100);
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 1, LeadQueueTest::number);
        rows.run("UPDATE replica SET lease_until = clock_timestamp()", Tuple.tuple());

        assertThat(claim(10)).isEmpty();
    }

    @Test
    void settledCallIsLoggedOnceAndItsSlotRefilled() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 2, LeadQueueTest::number);
        Claim first = claim(10).getFirst();
        Settlement end = answered(first);

        List<Claim> refilled = settle(end, 10);
        List<Claim> again = settle(end, 10);

        assertThat(refilled).hasSize(1);
        assertThat(again).as("a second end of the same call").isEmpty();
        assertThat(rows.number("SELECT count(*) FROM call_log")).isEqualTo(1);
        Row log = rows.row("SELECT * FROM call_log");
        assertThat(log.getUUID("id")).isEqualTo(first.callId());
        assertThat(log.getString("status")).isEqualTo("completed");
        assertThat(log.getLong("duration_ms")).isEqualTo(30_000);
        assertBalanced(campaign);
    }

    @Test
    void repeatedSettleAfterALostAcknowledgementFindsWhatItOpened() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 3, LeadQueueTest::number);
        CallStore.Closing closing = queue.closing(List.of(answered(claim(10).getFirst())), 10);

        List<Claim> lost = await(queue.settle(closing));
        List<Claim> repeated = await(queue.settle(closing));

        assertThat(repeated).extracting(Claim::callId).containsExactlyElementsOf(callIds(lost));
        assertThat(rows.number("SELECT count(*) FROM open_call")).isEqualTo(1);
    }

    @Test
    void unansweredLeadIsDueAgainAfterTheIntervalAndFailsAtTheEndOfItsBudget() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 5, 1);
        rows.leads(tenant, campaign, 1, LeadQueueTest::number);

        assertThat(settle(busy(claim(10).getFirst()), 10)).isEmpty();
        clock.advance(Duration.ofSeconds(59));
        assertThat(claim(10)).as("before the interval is over").isEmpty();
        clock.advance(Duration.ofSeconds(1));
        Claim second = claim(10).getFirst();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(settle(busy(second), 10)).isEmpty();

        Row lead = rows.row("SELECT * FROM lead");
        assertThat(lead.getString("final")).isEqualTo("failed");
        assertThat(lead.getString("end_reason")).isEqualTo("user_busy");
        assertThat(lead.getInteger("attempts")).isEqualTo(2);
        assertThat(status(campaign)).isEqualTo("completed");
        assertBalanced(campaign);
    }

    @Test
    void returnedLeadKeepsItsAttemptNumberAndLeavesNoLog() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 5, 1);
        rows.leads(tenant, campaign, 1, LeadQueueTest::number);

        assertThat(settle(new Settlement.Returned(claim(10).getFirst(), NOON), 10))
                .isEmpty();

        assertThat(rows.number("SELECT count(*) FROM call_log")).isZero();
        assertThat(claim(10).getFirst().attempt()).isEqualTo(1);
        assertBalanced(campaign);
    }

    @Test
    void anotherReplicasCallCannotBeSettled() {
        Tenant tenant = rows.tenant(100);
        rows.leads(tenant, rows.campaign(tenant, 5, 1), 1, LeadQueueTest::number);
        Claim claim = claim(10).getFirst();
        LeadQueue stranger = replica();

        assertThat(await(stranger.settle(stranger.closing(List.of(answered(claim)), 10))))
                .isEmpty();

        assertThat(rows.number("SELECT count(*) FROM open_call")).isEqualTo(1);
        assertThat(rows.number("SELECT count(*) FROM call_log")).isZero();
    }

    @Test
    void loweredCapDrainsBeforeAnythingIsRefilled() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 4, 0);
        rows.leads(tenant, campaign, 20, LeadQueueTest::number);
        List<Claim> out = claim(10);
        rows.run("UPDATE campaign SET max_concurrent_calls = 2", Tuple.tuple());

        assertThat(settle(answered(out.get(0)), 10)).isEmpty();
        assertThat(settle(answered(out.get(1)), 10)).isEmpty();
        assertThat(settle(answered(out.get(2)), 10)).hasSize(1);
    }

    @Test
    void pausedCampaignIsNotRefilled() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 2, LeadQueueTest::number);
        Claim out = claim(10).getFirst();
        rows.run("UPDATE campaign SET status = 'paused'", Tuple.tuple());

        assertThat(settle(answered(out), 10)).isEmpty();
        assertBalanced(campaign);
    }

    @Test
    void cancelledCampaignsRetriesFail() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 3);
        rows.leads(tenant, campaign, 2, LeadQueueTest::number);
        Claim out = claim(10).getFirst();
        rows.run("UPDATE campaign SET status = 'cancelled'", Tuple.tuple());

        assertThat(settle(busy(out), 10)).isEmpty();
        tick();

        assertThat(rows.number(
                        "SELECT count(*) FROM lead WHERE final = 'failed' AND end_reason = 'campaign_cancelled'"))
                .isEqualTo(2);
        assertThat(rows.number("SELECT attempts FROM lead WHERE id = $1", out.leadId()))
                .isEqualTo(1);
        assertBalanced(campaign);
    }

    @Test
    void removedLeadIsNotCalledAgainAndItsLiveCallIsLogged() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 3);
        List<UUID> leads = rows.leads(tenant, campaign, 2, LeadQueueTest::number);
        Claim out = claim(10).getFirst();

        assertThat(remove(tenant, out.leadId())).isEqualTo("removed");
        assertThat(remove(tenant, out.leadId())).isEqualTo("unknown");
        List<Claim> refilled = settle(busy(out), 10);

        assertThat(refilled).extracting(Claim::leadId).containsExactly(leads.get(1));
        assertThat(rows.number("SELECT count(*) FROM call_log WHERE lead_id = $1", out.leadId()))
                .isEqualTo(1);
        assertThat(rows.number("SELECT count(*) FROM lead_due")).isZero();
        assertBalanced(campaign);
    }

    @Test
    void removingTheLastWaitingLeadCompletesTheCampaign() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        List<UUID> leads = rows.leads(tenant, campaign, 2, LeadQueueTest::number);
        Claim out = claim(10).getFirst();
        assertThat(settle(answered(out), 0)).isEmpty();

        assertThat(remove(tenant, leads.get(1))).isEqualTo("removed");

        assertThat(status(campaign)).isEqualTo("completed");
        assertBalanced(campaign);
    }

    @Test
    void newLeadOpensACompletedCampaignAgain() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 1, LeadQueueTest::number);
        assertThat(settle(answered(claim(10).getFirst()), 10)).isEmpty();
        assertThat(status(campaign)).isEqualTo("completed");

        rows.leads(tenant, campaign, 1, LeadQueueTest::number);

        assertThat(status(campaign)).isEqualTo("running");
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void campaignWithoutLeadsNeverCompletes() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);

        tick();

        assertThat(status(campaign)).isEqualTo("running");
    }

    @Test
    void scheduledCampaignBeginsWhenItsTimeComes() {
        Tenant tenant = rows.tenant(100);
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 1, LeadQueueTest::number);
        rows.run(
                "UPDATE campaign SET status = 'active', started_at = NULL, scheduled_at = $2 WHERE id = $1",
                Tuple.of(campaign, CampaignRows.time(NOON.plusSeconds(10))));

        assertThat(tick()).isEqualTo(NOON.plusSeconds(10));
        assertThat(claim(10)).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        tick();

        assertThat(status(campaign)).isEqualTo("running");
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void tickTellsWhenTheNextLeadIsDue() {
        Tenant tenant = rows.tenant(100);
        rows.leads(tenant, rows.campaign(tenant, 1, 1), 1, LeadQueueTest::number);
        assertThat(settle(busy(claim(10).getFirst()), 10)).isEmpty();

        assertThat(tick()).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
    }

    @Test
    void freedSlotIsLeftToTheCampaignBelowItsShareWhenTheOrganizationIsFull() {
        Tenant tenant = rows.tenant(4);
        UUID first = rows.campaign(tenant, 50, 0);
        rows.leads(tenant, first, 50, LeadQueueTest::number);
        List<Claim> out = claim(100);
        UUID second = rows.campaign(tenant, 50, 0);
        rows.leads(tenant, second, 50, LeadQueueTest::number);

        assertThat(settle(answered(out.get(0)), 10)).isEmpty();
        assertThat(claim(10)).extracting(Claim::campaignId).containsExactly(second);
        assertThat(settle(answered(out.get(1)), 10)).isEmpty();
        assertThat(claim(10)).extracting(Claim::campaignId).containsExactly(second);
        assertThat(settle(answered(out.get(2)), 10)).as("both have their share").hasSize(1);
    }

    @Test
    void notesOfTheCarrierAreKeptAndChangeNothingElse() {
        Tenant tenant = rows.tenant(4);
        rows.leads(tenant, rows.campaign(tenant, 50, 0), 1, LeadQueueTest::number);
        Claim claim = claim(1).getFirst();

        await(queue.note(List.of(new Note(claim.callId(), "CA1", NOON.plusSeconds(1), null))));
        assertThat(rows.row("SELECT * FROM open_call").getString("phase")).isEqualTo("placed");
        await(queue.note(List.of(new Note(claim.callId(), null, null, NOON.plusSeconds(7)))));

        Row call = rows.row("SELECT * FROM open_call");
        assertThat(call.getString("phase")).isEqualTo("answered");
        assertThat(call.getString("carrier_call_id")).isEqualTo("CA1");
        assertThat(call.getOffsetDateTime("placed_at")).isEqualTo(CampaignRows.time(NOON.plusSeconds(1)));
    }

    @Test
    void severalNotesOfOneCallAreAllKeptWhateverTheirOrder() {
        Tenant tenant = rows.tenant(10);
        rows.leads(tenant, rows.campaign(tenant, 5, 0), 2, LeadQueueTest::number);
        for (Claim call : claim(2)) {
            Note placed = new Note(call.callId(), "CA1", NOON, null);
            Note answered = new Note(call.callId(), "CA1", NOON, NOON.plusSeconds(3));
            boolean first = rows.number("SELECT count(*) FROM open_call WHERE phase = 'answered'") == 0;
            await(queue.note(first ? List.of(placed, answered) : List.of(answered, placed)));
        }

        assertThat(rows.number("SELECT count(*) FROM open_call WHERE phase = 'answered' AND answered_at IS NOT NULL"))
                .isEqualTo(2);
    }

    @Test
    void callThatEndedTwiceInOneBatchCountsOnceAndAsEnded() {
        Tenant tenant = rows.tenant(10);
        UUID campaign = rows.campaign(tenant, 5, 0);
        rows.leads(tenant, campaign, 1, LeadQueueTest::number);
        Claim call = claim(1).getFirst();
        Settlement returned = OpenCall.claimed(call, NOON).returned(NOON);

        await(queue.settle(queue.closing(List.of(returned, busy(call), busy(call)), 3)));

        assertThat(rows.number("SELECT count(*) FROM call_log WHERE status = 'busy'"))
                .isEqualTo(1);
        assertThat(status(campaign)).isEqualTo("completed");
        assertBalanced(campaign);
    }

    @Test
    void heldCampaignSaysWhy() {
        Tenant tenant = rows.tenant(4);
        UUID campaign = rows.campaign(tenant, 50, 0);

        await(queue.hold(campaign, "The carrier account is suspended"));

        assertThat(status(campaign)).isEqualTo("paused");
        assertThat(rows.row("SELECT status_reason FROM campaign").getString(0))
                .isEqualTo("The carrier account is suspended");
    }

    @Test
    void shardOfAReplicaThatIsGoneIsUsedAgain() {
        Lease second = lease();
        Lease third = lease();
        await(second.end());
        assertThat(await(queue.adopt(10))).isEmpty();

        assertThat(lease().replica().shard()).isEqualTo(second.replica().shard());
        assertThat(third.replica().shard()).isEqualTo(2);
    }

    @Test
    void callsOfAReplicaThatIsGoneAreAdoptedWithWhatIsKnownOfThem() {
        Tenant tenant = rows.tenant(10);
        rows.leads(tenant, rows.campaign(tenant, 5, 0), 5, LeadQueueTest::number);
        Lease dying = lease();
        LeadQueue dead = new LeadQueue(pool, dying, clock, TestReplica.claims("simulator"), PATIENCE);
        List<Claim> claims = await(dead.claim(5));
        await(dead.note(List.of(new Note(claims.getFirst().callId(), "CA1", NOON, null))));
        assertThat(await(queue.adopt(10))).as("while its lease runs").isEmpty();

        await(dying.end());
        List<OpenCall> adopted = await(queue.adopt(3));
        List<OpenCall> rest = await(queue.adopt(10));

        assertThat(adopted).hasSize(3);
        assertThat(rest).hasSize(2);
        assertThat(adopted.getFirst().key().carrierCallId()).isEqualTo("CA1");
        assertThat(adopted.getFirst().neverHeardOf()).isFalse();
        assertThat(adopted.getLast().neverHeardOf()).isTrue();
        assertThat(await(dead.settle(dead.closing(List.of(answered(claims.getFirst())), 5))))
                .as("the dead one settles nothing")
                .isEmpty();
        assertThat(rows.number("SELECT count(*) FROM open_call")).isEqualTo(5);
        assertThat(rows.number(
                        "SELECT count(*) FROM replica WHERE id = $1",
                        dying.replica().id()))
                .isZero();
    }

    @Test
    void lostLeaseCannotBeRenewed() {
        Lease lease = lease();
        assertThat(await(lease.renew())).isTrue();

        await(lease.end());

        assertThat(await(lease.renew())).isFalse();
    }

    @Test
    void callsOpenedWithoutOurKnowledgeAreFoundOnceTheyShouldHaveStarted() {
        Tenant tenant = rows.tenant(10);
        rows.leads(tenant, rows.campaign(tenant, 5, 0), 5, LeadQueueTest::number);
        List<Claim> claims = claim(2);
        await(queue.note(List.of(new Note(claims.getFirst().callId(), null, NOON, null))));
        assertThat(await(queue.overdue())).isEmpty();

        rows.run("UPDATE open_call SET start_by = clock_timestamp() - interval '3 seconds'", Tuple.tuple());

        List<UUID> overdue = await(queue.overdue());
        assertThat(overdue).containsExactlyInAnyOrderElementsOf(callIds(claims));
        assertThat(await(queue.strays(overdue)).stream().filter(CallStore.Stray::neverStarted))
                .extracting(stray -> stray.call().claim().callId())
                .containsExactly(claims.get(1).callId());
    }

    private Lease lease() {
        return await(Lease.take(new ReplicaTable(pool, "test", 1), System::nanoTime));
    }

    private LeadQueue replica() {
        return new LeadQueue(pool, lease(), clock, TestReplica.claims("simulator"), PATIENCE);
    }

    private List<Claim> claim(int most) {
        return await(queue.claim(most));
    }

    private List<Claim> settle(Settlement settlement, int most) {
        return await(queue.settle(queue.closing(List.of(settlement), most)));
    }

    private @Nullable Instant tick() {
        return await(queue.tick());
    }

    private String status(UUID campaign) {
        return rows.row("SELECT status FROM campaign WHERE id = $1", campaign).getString(0);
    }

    private String remove(Tenant tenant, UUID lead) {
        return rows.row("SELECT remove_lead_v1($1, $2, -1, $3)", tenant.id(), lead, CampaignRows.time(clock.instant()))
                .getString(0);
    }

    private void assertBalanced(UUID campaign) {
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    private Settlement busy(Claim claim) {
        Outcome outcome = Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486);
        return OpenCall.claimed(claim, clock.instant()).ended(outcome, clock.instant());
    }

    private Settlement answered(Claim claim) {
        Instant end = clock.instant();
        Outcome outcome = Outcome.answered(EndReason.AGENT_DISCONNECTED, end.minusSeconds(30), AnsweredBy.HUMAN);
        return OpenCall.claimed(claim, end).ended(outcome, end);
    }

    private static List<UUID> callIds(List<Claim> claims) {
        return claims.stream().map(Claim::callId).toList();
    }

    private static String number(int i) {
        return "+1415555%04d".formatted(i);
    }

    private static <T extends @Nullable Object> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
