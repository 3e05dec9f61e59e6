package dev.outdial.dialer;

import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.clock.DatabaseClock;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dialer by the clock that the service uses. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServiceTimeTest {

    /** The latest that the API takes. */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    @Test
    void campaignThatEndsInThousandsOfYearsIsCalledNow() {
        try (TestDatabase database = TestDatabase.create()) {
            Pool pool = database.pool(2);
            DatabaseClock clock = DatabaseClock.start(database.vertx().getDelegate(), pool, 1)
                    .await()
                    .indefinitely();
            CampaignRows rows = new CampaignRows(pool, clock.instant());
            Tenant tenant = rows.tenant(100);
            UUID campaign = rows.campaign(tenant, 5, 0);
            rows.leads(tenant, campaign, 1, i -> "+14155550100");
            rows.run("UPDATE campaign SET ends_at = $1", Tuple.of(CampaignRows.time(NEVER)));
            SimulatedCarrier carrier = new SimulatedCarrier(
                    clock, new Ledger("test", clock, entry -> {}), new Script(1, Odds.usual()), Network.WHOLE);
            TestReplica replica = TestReplica.start(database.pool(3), clock, carrier, 64);

            // By the look at the start, without a poll.
            Awaitility.await().until(() -> rows.number("SELECT count(*) FROM open_call WHERE phase = 'placed'") == 1);
            replica.die();
        }
    }
}
