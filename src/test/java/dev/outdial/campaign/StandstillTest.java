package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outdial.http.Ids;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pause waits for, on a real PostgreSQL whose rows the test writes itself. */
class StandstillTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private TestDatabase database;
    private CampaignRows rows;
    private Standstill standstill;
    private Campaign campaign;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        Pool pool = database.pool(2);
        rows = new CampaignRows(pool, Instant.now());
        standstill = new Standstill(pool, database.vertx().getDelegate());
        campaign = Campaign.draft(Ids.next(), Instant.now());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingIsWaitedForWhereNothingCanStart() {
        openCall(campaign.id, "placed", "1 hour");
        openCall(campaign.id, "answered", "1 hour");
        openCall(campaign.id, "intent", "-1 millisecond");
        openCall(Ids.next(), "intent", "1 hour");

        standstill.of(campaign).await().atMost(SOON);
    }

    @Test
    void callThatMayStillStartIsWaitedForUntilItHas() {
        UUID call = openCall(campaign.id, "intent", "1 hour");

        CompletableFuture<Void> reached = standstill.of(campaign).subscribeAsCompletionStage();
        // Some looks, each of which finds it.
        pass(Duration.ofMillis(100));
        assertThat(reached).isNotDone();

        rows.run("UPDATE open_call SET phase = 'placed' WHERE id = $1", Tuple.of(call));
        await().atMost(SOON).until(reached::isDone);
    }

    @Test
    void callThatIsGivenBackByItsOwnersPatienceIsWaitedForUntilThatHasPassed() {
        openCall(campaign.id, "intent", "300 milliseconds");

        standstill.of(campaign).await().atMost(SOON);

        assertThat(rows.row("SELECT start_by <= clock_timestamp() FROM open_call")
                        .getBoolean(0))
                .isTrue();
    }

    private static void pass(Duration real) {
        await().pollDelay(real).until(() -> true);
    }

    private UUID openCall(UUID campaignId, String phase, String startsWithin) {
        UUID id = Ids.next();
        rows.run("""
                INSERT INTO open_call (id, lead_id, campaign_id, organization_id, line_id, attempt, replica_id, phase,
                                       start_by, created_at, deadline)
                VALUES ($1, $1, $2, $3, $1, 1, $1, $4, clock_timestamp() + $5::text::interval, now(), now())
                """, Tuple.of(id, campaignId, campaign.organizationId, phase, startsWithin));
        return id;
    }
}
