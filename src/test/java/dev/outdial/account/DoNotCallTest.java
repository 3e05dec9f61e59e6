package dev.outdial.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outdial.account.DoNotCall.Added;
import dev.outdial.account.DoNotCall.Entry;
import dev.outdial.http.Ids;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an addition to the list waits for, on a real PostgreSQL whose rows the test writes itself. */
class DoNotCallTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String LISTED = "+14155550132";

    private TestDatabase database;
    private CampaignRows rows;
    private DoNotCall list;
    private Tenant tenant;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        Pool pool = database.pool(2);
        rows = new CampaignRows(pool, InstantSource.system().instant());
        list = new DoNotCall(pool, InstantSource.system(), database.vertx().getDelegate());
        tenant = rows.tenant(10);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void callThatMayStillStartIsWaitedForUntilItHas() {
        UUID call = openCall(tenant, LISTED, "intent", "1 hour");

        CompletableFuture<Added> added = add().subscribeAsCompletionStage();
        // Some looks, each of which finds it.
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(added).isNotDone();

        rows.run("UPDATE open_call SET phase = 'placed' WHERE id = $1", Tuple.of(call));
        await().atMost(SOON).until(added::isDone);
        assertThat(added.join()).isEqualTo(new Added(1, 0));
    }

    @Test
    void callThatIsGivenBackByItsOwnersPatienceIsWaitedForUntilThatHasPassed() {
        openCall(tenant, LISTED, "intent", "300 milliseconds");

        add().await().atMost(SOON);

        assertThat(rows.row("SELECT start_by <= clock_timestamp() FROM open_call")
                        .getBoolean(0))
                .isTrue();
    }

    @Test
    void othersAreNotWaitedFor() {
        openCall(tenant, LISTED, "placed", "1 hour");
        openCall(tenant, LISTED, "answered", "1 hour");
        openCall(tenant, LISTED, "intent", "-1 millisecond");
        openCall(tenant, "+14155550133", "intent", "1 hour");
        openCall(rows.tenant(10), LISTED, "intent", "1 hour");

        add().await().atMost(SOON);
    }

    @Test
    void transactionThatGotIntoAnothersWayIsRunAgain() {
        AtomicInteger runs = new AtomicInteger();

        String answer = DoNotCall.insisting(database.pool(1)
                        .withTransaction(connection -> runs.incrementAndGet() < 3
                                ? Uni.createFrom().failure(new PgException("deadlock detected", "ERROR", "40P01", null))
                                : Uni.createFrom().item("done")))
                .await()
                .atMost(SOON);

        assertThat(answer).isEqualTo("done");
        assertThat(runs).hasValue(3);
    }

    private Uni<Added> add() {
        return list.add(tenant.id(), Multi.createFrom().item(new Entry(LISTED, "asked")));
    }

    private UUID openCall(Tenant of, String number, String phase, String startsWithin) {
        UUID id = Ids.next();
        rows.run("""
                INSERT INTO lead (id, campaign_id, organization_id, phone_number, notes, priority, created_at, updated_at)
                VALUES ($1, $1, $2, $3, '{}', 5, now(), now())
                """, Tuple.of(id, of.id(), number));
        rows.run("""
                INSERT INTO open_call (id, lead_id, campaign_id, organization_id, line_id, attempt, replica_id, phase,
                                       start_by, created_at, deadline)
                VALUES ($1, $1, $1, $2, $1, 1, $1, $3, clock_timestamp() + $4::text::interval, now(), now())
                """, Tuple.of(id, of.id(), phase, startsWithin));
        return id;
    }
}
