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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of leads, waiting or called, whose number is put on the do-not-call list. */
class SuppressionTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String LISTED = "+14155550132";
    private static final String SUPPRESS = "SELECT * FROM suppress_v1($1, $2, $3, $4, $5)";
    private static final String OTHER = "+14155550133";

    private final ManualClock clock = new ManualClock(NOON);
    private TestDatabase database;
    private Pool pool;
    private CampaignRows rows;
    private LeadQueue queue;
    private Tenant tenant;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        pool = database.pool(4);
        rows = new CampaignRows(pool, NOON);
        Lease lease = await(Lease.take(new ReplicaTable(pool, "test", 1), System::nanoTime));
        queue = new LeadQueue(pool, lease, clock, TestReplica.claims("simulator"), Duration.ofSeconds(5));
        tenant = rows.tenant(100);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void waitingLeadsEndInEveryUnfinishedCampaign() {
        UUID both = rows.campaign(tenant, 5, 0);
        UUID alone = rows.campaign(tenant, 5, 0);
        UUID draft = rows.campaign(tenant, 5, 0);
        rows.run("UPDATE campaign SET status = 'draft' WHERE id = $1", Tuple.of(draft));
        rows.leads(tenant, both, 4, i -> i % 2 == 0 ? LISTED : OTHER);
        rows.leads(tenant, alone, 1, i -> LISTED);
        rows.leads(tenant, draft, 1, i -> LISTED);
        Tenant stranger = rows.tenant(100);
        UUID strangers = rows.campaign(stranger, 5, 0);
        rows.leads(stranger, strangers, 1, i -> LISTED);

        Row answer = suppress(LISTED);

        assertThat(answer.getInteger("added")).isEqualTo(1);
        assertThat(answer.getInteger("ended")).isEqualTo(4);
        assertThat(rows.number("SELECT count(*) FROM lead WHERE final = 'failed' AND end_reason = 'suppressed'"))
                .isEqualTo(4);
        assertThat(List.of(status(both), status(alone), status(draft), status(strangers)))
                .containsExactly("running", "completed", "draft", "running");
        assertThat(rows.number("SELECT count(*) FROM lead_due")).isEqualTo(3);
        for (UUID campaign : List.of(both, alone, draft, strangers)) {
            assertThat(Books.imbalances(rows, campaign)).isEmpty();
        }
    }

    @Test
    void numberThatIsListedAlreadyEndsWhatHasComeInSince() {
        UUID campaign = rows.campaign(tenant, 5, 0);
        suppress(LISTED);
        rows.leads(tenant, campaign, 2, i -> LISTED);

        Row answer = suppress(LISTED);

        assertThat(answer.getInteger("added")).isZero();
        assertThat(answer.getInteger("ended")).isEqualTo(2);
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    @Test
    void leadWhoseCallIsOutIsNotCalledAgain() {
        UUID campaign = rows.campaign(tenant, 5, 3);
        rows.leads(tenant, campaign, 2, i -> i == 0 ? LISTED : OTHER);
        List<Claim> claims = await(queue.claim(10));
        suppress(LISTED);

        claims.forEach(claim -> settle(OpenCall.claimed(claim, NOON)
                .ended(Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486), NOON)));

        assertThat(rows.row("SELECT final, end_reason, attempts FROM lead WHERE phone_number = $1", LISTED)
                        .toJson()
                        .encode())
                .isEqualTo("{\"final\":\"failed\",\"end_reason\":\"suppressed\",\"attempts\":1}");
        assertThat(rows.number("SELECT count(*) FROM lead_due")).isEqualTo(1);
        assertThat(rows.number("SELECT count(*) FROM call_log WHERE status = 'busy'"))
                .isEqualTo(2);
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    @Test
    void leadThatIsGivenBackIsNotCalledAgain() {
        UUID campaign = rows.campaign(tenant, 5, 3);
        rows.leads(tenant, campaign, 1, i -> LISTED);
        Claim claim = await(queue.claim(10)).getFirst();
        suppress(LISTED);

        settle(OpenCall.claimed(claim, NOON).returned(NOON));

        assertThat(rows.row("SELECT final, end_reason, attempts FROM lead")
                        .toJson()
                        .encode())
                .isEqualTo("{\"final\":\"failed\",\"end_reason\":\"suppressed\",\"attempts\":0}");
        assertThat(status(campaign)).isEqualTo("completed");
        assertThat(Books.imbalances(rows, campaign)).isEmpty();
    }

    /** What the list is for has then happened in another way: the person was reached. */
    @Test
    void callThatIsAnsweredMeanwhileStaysAnswered() {
        UUID campaign = rows.campaign(tenant, 5, 3);
        rows.leads(tenant, campaign, 1, i -> LISTED);
        Claim claim = await(queue.claim(10)).getFirst();
        suppress(LISTED);

        settle(OpenCall.claimed(claim, NOON)
                .ended(Outcome.answered(EndReason.USER_DISCONNECTED, NOON, AnsweredBy.HUMAN), NOON.plusSeconds(9)));

        assertThat(rows.row("SELECT final FROM lead").getString(0)).isEqualTo("completed");
    }

    /** However many leads there are: the list is used while campaigns run. */
    @Test
    void leadsAndThePageOfTheListAreFoundByIndex() {
        UUID campaign = rows.campaign(tenant, 5, 0);
        rows.leads(tenant, campaign, 20_000, i -> "+1415%07d".formatted(5_000_000 + i));

        Row reads = await(pool.withTransaction(connection -> connection
                .preparedQuery(SUPPRESS)
                .execute(addition("+14155000007"))
                .chain(() -> connection
                        .query("SELECT seq_scan, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'lead'")
                        .execute())
                .map(found -> found.iterator().next())));
        String plan = rows.row("""
                        EXPLAIN (FORMAT JSON) SELECT * FROM suppression
                         WHERE organization_id = '00000000-0000-0000-0000-000000000000'
                         ORDER BY created_at DESC, id DESC LIMIT 20""").getValue(0).toString();

        assertThat(reads.getLong("seq_scan")).isZero();
        assertThat(reads.getLong("idx_tup_fetch")).isLessThan(10);
        assertThat(rows.number("SELECT count(*) FROM lead_due")).isEqualTo(19_999);
        assertThat(plan).contains("suppression_organization");
    }

    private Row suppress(String number) {
        return await(pool.preparedQuery(SUPPRESS).execute(addition(number)))
                .iterator()
                .next();
    }

    private Tuple addition(String number) {
        return Tuple.tuple()
                .addUUID(tenant.id())
                .addOffsetDateTime(CampaignRows.time(NOON))
                .addArrayOfUUID(new UUID[] {Ids.next()})
                .addArrayOfString(new String[] {number})
                .addArrayOfString(new String[1]);
    }

    private void settle(Settlement settlement) {
        var _ = await(queue.settle(queue.closing(List.of(settlement), 0)));
    }

    private String status(UUID campaign) {
        return rows.row("SELECT status FROM campaign WHERE id = $1", campaign).getString(0);
    }

    private static <T extends @Nullable Object> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
