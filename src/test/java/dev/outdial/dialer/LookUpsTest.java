package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More calls are silent than the carrier is asked for at once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LookUpsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int CAP = 20;

    private final ManualClock clock = new ManualClock(NOON);
    private final TestCarrier carrier = new TestCarrier(new SimulatedCarrier(
            clock, new Ledger("test", clock, entry -> {}), new Script(1, Odds.usual()), Network.PART));
    private final List<UniEmitter<? super Lookup>> held = Collections.synchronizedList(new ArrayList<>());

    @Test
    void callThatWaitsToBeAskedForIsAskedForOnceHoweverOftenTimeIsLookedAt() {
        try (TestDatabase database = TestDatabase.create()) {
            CampaignRows rows = new CampaignRows(database.pool(2), NOON);
            Tenant tenant = rows.tenant(100);
            rows.leads(tenant, rows.campaign(tenant, CAP, 0), CAP, i -> "+1415555%02d00".formatted(i));
            carrier.answersPlacements(call -> Uni.createFrom().item(new PlaceResult.Unknown("lost")));
            carrier.answersLookups(key -> Uni.createFrom().emitter(held::add));
            TestReplica replica = TestReplica.start(database.pool(3), clock, carrier, 64);
            Awaitility.await().until(() -> rows.number("SELECT count(*) FROM open_call") == CAP);
            Awaitility.await().until(() -> {
                clock.advance(LookUp.FIRST);
                replica.poll();
                return !held.isEmpty();
            });
            for (int i = 0; i < 10; i++) {
                replica.poll();
            }

            carrier.answersLookups(key -> Uni.createFrom().item(new Lookup.NotFound(false)));
            List.copyOf(held).forEach(emitter -> emitter.complete(new Lookup.NotFound(false)));
            Awaitility.await().until(() -> carrier.lookups().size() == CAP);
            replica.poll();

            assertThat(carrier.lookups().values()).as("questions per call").containsOnly(1);
            assertThat(rows.number("SELECT count(*) FROM open_call")).isEqualTo(CAP);
            replica.die();
        }
    }
}
