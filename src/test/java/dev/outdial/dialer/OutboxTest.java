package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.http.Ids;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the dialer does is in the outbox exactly when it is done, for whoever is subscribed. */
class OutboxTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration PROMPT = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock(NOON);
    private TestDatabase database;
    private Pool pool;
    private CampaignRows rows;
    private LeadQueue queue;
    private Tenant tenant;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        pool = database.pool(2);
        rows = new CampaignRows(pool, NOON);
        Session session = Session.open(database, clock);
        queue = session.queue();
        tenant = rows.tenant(100);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyEndIsToldOnceToEachSubscriptionAndTheLastOneEndsTheCampaign() {
        UUID all = webhook("*");
        UUID ends = webhook("call.completed", "call.failed");
        UUID older = webhook("call_initiated", "call_ended");
        webhook("campaign.paused");
        List<Claim> claims = claimed(4);

        settle(
                ended(claims.get(0), answered()),
                ended(claims.get(1), Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486)),
                ended(claims.get(2), Outcome.unanswered(CallStatus.DID_NOT_PICK, EndReason.USER_DID_NOT_PICK_UP, 480)),
                ended(claims.get(3), Outcome.unanswered(CallStatus.FAILED, EndReason.NETWORK_FAILURE, 503)));

        assertThat(told(all))
                .containsExactlyInAnyOrder(
                        "call.completed", "call.no_answer", "call.no_answer", "call.failed", "campaign.completed");
        assertThat(told(ends)).containsExactlyInAnyOrder("call.completed", "call.failed");
        assertThat(told(older)).hasSize(8).containsOnly("call_initiated", "call_ended");
        assertThat(rows.number("SELECT count(*) FROM webhook_event")).isEqualTo(4 + 8 + 1);
        assertThat(last(all)).isEqualTo("campaign.completed");
    }

    @Test
    void beginningIsToldWhenItIsNotedAndNotAgainAtTheEnd() {
        UUID webhook = webhook("call_initiated");
        Claim claim = claimed(1).getFirst();
        assertThat(told(webhook)).isEmpty();

        for (int i = 0; i < 2; i++) {
            queue.note(List.of(new Note(claim.callId(), "carrier-1", NOON, i == 0 ? null : NOON)))
                    .await()
                    .atMost(PROMPT);
            assertThat(told(webhook)).containsExactly("call_initiated");
        }

        settle(ended(claim, answered()));
        assertThat(told(webhook)).containsExactly("call_initiated");
    }

    @Test
    void callThatWasNeverPlacedIsNotTold() {
        UUID webhook = webhook("*", "call_initiated", "call_ended");
        Claim claim = claimed(1).getFirst();

        settle(OpenCall.claimed(claim, NOON).returned(NOON.plusSeconds(60)));
        assertThat(told(webhook)).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        Claim again = queue.claim(1).await().atMost(PROMPT).getFirst();
        Outcome refused = Outcome.unanswered(CallStatus.FAILED, EndReason.INVALID_PHONE_NUMBER, null);
        settle(OpenCall.claimed(again, clock.instant()).ended(refused, clock.instant()));
        assertThat(told(webhook)).containsExactlyInAnyOrder("call.failed", "call_ended", "campaign.completed");
    }

    @Test
    void settlementRepeatedAfterALostAnswerTellsNothingTwice() {
        UUID webhook = webhook("*");
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.leads(tenant, campaign, 2, OutboxTest::number);
        Claim claim = queue.claim(1).await().atMost(PROMPT).getFirst();
        CallStore.Closing closing = queue.closing(List.of(ended(claim, answered())), 1);

        queue.settle(closing).await().atMost(PROMPT);
        queue.settle(closing).await().atMost(PROMPT);

        assertThat(told(webhook)).containsExactly("call.completed");
    }

    @Test
    void onlyActiveSubscriptionsOfTheSameOrganizationAreTold() {
        UUID inactive = webhook("*");
        rows.run("UPDATE webhook SET is_active = false", Tuple.tuple());
        Tenant mine = tenant;
        tenant = rows.tenant(1);
        UUID others = webhook("*");
        tenant = mine;

        settle(ended(claimed(1).getFirst(), answered()));

        assertThat(told(inactive)).isEmpty();
        assertThat(told(others)).isEmpty();
        assertThat(rows.number("SELECT count(*) FROM webhook_event")).isZero();
    }

    @Test
    void scheduleAndTheDialersOwnPauseAreTold() {
        UUID webhook = webhook("*");
        UUID campaign = rows.campaign(tenant, 1, 0);
        rows.run(
                "UPDATE campaign SET status = 'active', scheduled_at = $1",
                Tuple.of(CampaignRows.time(NOON.plusSeconds(60))));
        tick();
        assertThat(told(webhook)).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        tick();
        tick();
        queue.hold(campaign, "No credit").await().atMost(PROMPT);
        queue.hold(campaign, "No credit").await().atMost(PROMPT);

        assertThat(told(webhook)).containsExactly("campaign.started", "campaign.paused");
        assertThat(rows.row("SELECT facts ->> 'status_reason' FROM webhook_event WHERE event = 'campaign.paused'")
                        .getString(0))
                .isEqualTo("No credit");
    }

    @Test
    void campaignBehindSingleCallsIsNotToldButItsCallsAre() {
        UUID webhook = webhook("*");
        List<Claim> claims = claimed(1);
        rows.run("UPDATE campaign SET kind = 'direct'", Tuple.tuple());

        settle(ended(claims.getFirst(), answered()));

        assertThat(told(webhook)).containsExactly("call.completed");
    }

    @Test
    void resultIsToldAsOftenAsThereIsOne() {
        UUID webhook = webhook("*");
        Claim claim = claimed(1).getFirst();
        settle(ended(claim, answered()));

        for (int i = 0; i < 2; i++) {
            rows.run(
                    "SELECT outbox_result_v1($1, $2, $3, $4)",
                    Tuple.of(
                            tenant.id(),
                            claim.callId(),
                            new JsonObject().put("summary", "Renews"),
                            CampaignRows.time(NOON)));
        }

        assertThat(told(webhook)).filteredOn("call.result"::equals).hasSize(2);
    }

    private UUID webhook(String... events) {
        UUID id = Ids.next();
        rows.run("""
                INSERT INTO webhook (id, organization_id, url, events, secret, is_active, retry_count, timeout_ms,
                                     created_at, updated_at)
                VALUES ($1, $2, 'https://hooks.example/', $3, $4, true, 8, 10000, now(), now())
                """, Tuple.of(id, tenant.id(), events, Buffer.buffer("x")));
        return id;
    }

    private List<Claim> claimed(int n) {
        rows.leads(tenant, rows.campaign(tenant, n, 0), n, OutboxTest::number);
        return queue.claim(n).await().atMost(PROMPT);
    }

    private void settle(Settlement... batch) {
        queue.settle(queue.closing(List.of(batch), 0)).await().atMost(PROMPT);
    }

    private void tick() {
        queue.tick().await().atMost(PROMPT);
    }

    /** The events that wait for an endpoint, in their order. */
    private List<String> told(UUID webhook) {
        return StreamSupport.stream(
                        pool.preparedQuery("""
                                SELECT e.event FROM webhook_delivery d JOIN webhook_event e ON e.id = d.event_id
                                 WHERE d.webhook_id = $1 ORDER BY d.due_at, d.id
                                """)
                                .executeAndAwait(Tuple.of(webhook))
                                .spliterator(),
                        false)
                .map(row -> row.getString(0))
                .toList();
    }

    private String last(UUID webhook) {
        return told(webhook).getLast();
    }

    private static Settlement ended(Claim claim, Outcome outcome) {
        OpenCall call = OpenCall.claimed(claim, NOON);
        call.placed("carrier", NOON);
        return call.ended(outcome, NOON.plusSeconds(30));
    }

    private static Outcome answered() {
        return Outcome.answered(EndReason.AGENT_DISCONNECTED, NOON, AnsweredBy.HUMAN);
    }

    private static String number(int i) {
        return "+1415555%04d".formatted(i);
    }
}
