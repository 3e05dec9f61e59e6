package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.clock.DatabaseClock;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.LedgerChecks;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two dialers call from one number with a pace; the carrier's ledger counts the starts of every rolling second. */
class PaceTest {

    private static final int CALLS_PER_SECOND = 25;
    private static final int LEADS = 100;

    /** A ledger's milliseconds are cut off, and an entry is stamped a moment before it is written. */
    private static final Duration STAMP = Duration.ofMillis(2);

    private final List<LedgerEntry> entries = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void noMoreStartInAnyRollingSecondThanTheLineMay() {
        try (TestDatabase database = TestDatabase.create()) {
            Pool pool = database.pool(4);
            DatabaseClock clock = DatabaseClock.start(database.vertx().getDelegate(), pool, 600)
                    .await()
                    .atMost(Duration.ofSeconds(10));
            CampaignRows rows = new CampaignRows(pool, clock.instant());
            Tenant tenant = rows.tenant(1000);
            rows.run("UPDATE phone_line SET calls_per_second = $1", Tuple.of(CALLS_PER_SECOND));
            UUID campaign = rows.campaign(tenant, 50, 0);
            rows.leads(tenant, campaign, LEADS, i -> "+1415555%02d00".formatted(i));

            try (TestReplica one = TestReplica.start(database.pool(3), clock, carrier(clock, "one"), 64);
                    TestReplica two = TestReplica.start(database.pool(3), clock, carrier(clock, "two"), 64)) {
                while (rows.number("SELECT count(*) FROM lead WHERE final IS NOT NULL") < LEADS) {
                    one.poll();
                    two.poll();
                }
            }

            LedgerChecks ledger = new LedgerChecks(entries);
            assertThat(ledger.fasterThan(line -> CALLS_PER_SECOND, STAMP)).isEmpty();
            assertThat(ledger.placedTwice()).isEmpty();
            assertThat(entries.stream().filter(entry -> entry.event() == Event.PLACED))
                    .hasSize(LEADS);
        }
    }

    private SimulatedCarrier carrier(DatabaseClock clock, String replica) {
        Ledger ledger = new Ledger(replica, InstantSource.system(), entries::add);
        return new SimulatedCarrier(clock, ledger, new Script(1, Odds.usual()), Network.PART);
    }
}
