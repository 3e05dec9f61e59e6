package dev.outdial.carrier.simulator.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.testing.ManualClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that share one simulated network, over loopback. */
class ExchangeTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final double TIME_SCALE = 1_000;
    private static final Duration PROMPT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock(NOON);
    private final List<LedgerEntry> entries = Collections.synchronizedList(new CopyOnWriteArrayList<>());
    private URI url;

    @BeforeEach
    void open() {
        Ledger ledger = new Ledger("", InstantSource.system(), entries::add);
        SimulatedCarrier network = new SimulatedCarrier(
                new CallersClock(vertx, Instant.EPOCH, 1), ledger, new Script(1, Odds.usual()), Network.WHOLE);
        url = URI.create("http://127.0.0.1:" + done(Exchange.open(vertx, network, ledger, 0)));
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    @Test
    void everyReplicaHearsOfACallAndFindsItWhoeverPlacedIt() {
        ExchangeCarrier placing = carrier(url, "one");
        ExchangeCarrier other = carrier(url, "two");
        List<CarrierEvent> heard = new CopyOnWriteArrayList<>();
        // It listens from its first word to the exchange on.
        assertThat(place(other, call("elsewhere", "02"))).isInstanceOf(PlaceResult.Accepted.class);
        var listening = other.events().subscribe().with(heard::add);

        PlaceResult placed = place(placing, call("a", "00"));

        assertThat(placed)
                .isInstanceOfSatisfying(
                        PlaceResult.Accepted.class,
                        accepted -> assertThat(accepted.at()).isAfterOrEqualTo(NOON));
        Awaitility.await().until(() -> ended(heard, "call_a") == 1);
        assertThat(await(other.lookup(call("a", "00").key()))).isInstanceOfSatisfying(Lookup.Over.class, over -> {
            assertThat(over.ended().outcome().status()).isEqualTo(CallStatus.COMPLETED);
            assertThat(heard).contains(over.ended());
            // 6 s of ringing and 30 s of talking, in the caller's time.
            assertThat(over.ended().at()).isAfterOrEqualTo(NOON.plusSeconds(36));
        });
        assertThat(entries)
                .filteredOn(entry -> entry.callId().equals("call_a"))
                .extracting(LedgerEntry::replica)
                .containsExactly("one", "one");
        listening.cancel();
    }

    @Test
    void whatTheNetworkSaysArrivesAsItWasSaid() {
        ExchangeCarrier carrier = carrier(url, "one");

        assertThat(place(carrier, call("b", "12")))
                .isInstanceOfSatisfying(
                        PlaceResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(EndReason.INVALID_PHONE_NUMBER));
        assertThat(await(carrier.place(call("c", "13")))).isInstanceOf(PlaceResult.Throttled.class);
        assertThat(place(carrier, call("d", "14"))).isInstanceOf(PlaceResult.Unknown.class);
        assertThat(await(carrier.lookup(call("d", "14").key()))).isNotInstanceOf(Lookup.NotFound.class);
        assertThat(await(carrier.lookup(call("never", "00").key()))).isEqualTo(new Lookup.NotFound(true));
    }

    @Test
    void callThatIsPlacedTwiceIsABug() {
        ExchangeCarrier carrier = carrier(url, "one");
        assertThat(place(carrier, call("e", "07"))).isInstanceOf(PlaceResult.Accepted.class);

        assertThatThrownBy(() -> place(carrier, call("e", "07"))).hasMessageContaining("placed twice");
    }

    @Test
    void callThatCannotBeSentWasNotPlacedAndOneWithoutAnAnswerMayHaveBeen() {
        URI nobody = URI.create("http://127.0.0.1:1");
        assertThat(await(carrier(nobody, "one").place(call("f", "00")))).isInstanceOf(PlaceResult.Throttled.class);
        assertThat(await(carrier(nobody, "one").lookup(call("f", "00").key()))).isInstanceOf(Lookup.Unavailable.class);

        URI mute = URI.create("http://127.0.0.1:" + done(muteOnPlacements()));
        assertThat(place(carrier(mute, "one"), call("g", "00"))).isInstanceOf(PlaceResult.Unknown.class);
    }

    /** Takes requests to call in and hangs up on whoever asked. */
    private Future<Integer> muteOnPlacements() {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    if (request.path().equals("/calls")) {
                        request.body().onSuccess(asked -> request.connection().close());
                    } else {
                        request.response().end("{\"end\": \"x-0\", \"events\": []}");
                    }
                })
                .listen(0, "127.0.0.1")
                .map(server -> server.actualPort());
    }

    private ExchangeCarrier carrier(URI exchange, String replica) {
        return new ExchangeCarrier(new ExchangeLink(vertx, exchange), clock, TIME_SCALE, replica);
    }

    private static PlaceCall call(String name, String ending) {
        return new PlaceCall(
                "call_" + name,
                "lead_" + name,
                "cmp_1",
                1,
                "+14155550100",
                "+141555501" + ending,
                Map.of("name", "Asha"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(600),
                true);
    }

    private static long ended(List<CarrierEvent> heard, String callId) {
        return heard.stream()
                .filter(event ->
                        event instanceof CarrierEvent.Ended && event.callId().equals(callId))
                .count();
    }

    /** Again for as long as a busy machine does not get it sent in time. */
    private static PlaceResult place(ExchangeCarrier carrier, PlaceCall call) {
        PlaceResult result = await(carrier.place(call));
        return result instanceof PlaceResult.Throttled ? place(carrier, call) : result;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PROMPT);
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
