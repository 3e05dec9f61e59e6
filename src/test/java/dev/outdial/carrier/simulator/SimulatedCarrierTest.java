package dev.outdial.carrier.simulator;

import static dev.outdial.carrier.simulator.Rehearsal.START;
import static dev.outdial.carrier.simulator.Rehearsal.call;
import static dev.outdial.carrier.simulator.Rehearsal.limited;
import static dev.outdial.carrier.simulator.Rehearsal.withId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.CarrierEvent.Ended;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.carrier.PlaceResult.Fault;
import dev.outdial.testing.ManualClock;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedCarrierTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Rehearsal rehearsal = new Rehearsal(Network.WHOLE);

    @Test
    void acceptedCallCarriesAnIdAndTheBusinessTime() {
        assertThat(rehearsal.place(call("1", "+15550001200"))).isEqualTo(new PlaceResult.Accepted("sim_call_1", START));
    }

    @Test
    void refusalBlamesTheNumberAndIsNoPlacement() {
        // When
        PlaceResult result = rehearsal.place(call("1", "+15550001212"));

        // Then
        assertThat(result).isInstanceOfSatisfying(PlaceResult.Refused.class, refused -> {
            assertThat(refused.fault()).isEqualTo(Fault.NUMBER);
            assertThat(refused.reason()).isEqualTo(EndReason.INVALID_PHONE_NUMBER);
        });
        assertThat(rehearsal.ledger).isEmpty();
        assertThat(rehearsal.lookup(call("1", "+15550001212"))).isEqualTo(new Lookup.NotFound(true));
    }

    @Test
    void throttledAttemptPassesTheThirdTimeUnderTheSameOrAnotherCallId() {
        // Given
        PlaceCall first = call("1", "+15550001213");
        PlaceCall sameAttempt = withId(first, "call_other");

        // When, Then
        assertThat(rehearsal.place(first)).isEqualTo(new PlaceResult.Throttled(Duration.ofSeconds(1)));
        assertThat(rehearsal.place(sameAttempt)).isInstanceOf(PlaceResult.Throttled.class);
        assertThat(rehearsal.place(first)).isInstanceOf(PlaceResult.Accepted.class);
        assertThat(rehearsal.ledger).extracting(LedgerEntry::callId).containsExactly("call_1");
        rehearsal.clock.advance(HOUR);
        assertThat(rehearsal.told()).hasSize(2);
    }

    @Test
    void everyAttemptIsThrottledForItself() {
        // Given
        PlaceCall one = call("1", "+15550001213");
        PlaceCall other = call("2", "+15550001213");

        // When
        rehearsal.place(one);
        rehearsal.place(one);

        // Then
        assertThat(rehearsal.place(other)).isInstanceOf(PlaceResult.Throttled.class);
    }

    @Test
    void callPlacedTwiceIsABugWhetherItGoesOnOrIsOver() {
        // Given
        PlaceCall call = call("1", "+15550001200");
        rehearsal.place(call);

        // When, Then
        assertThatThrownBy(() -> rehearsal.place(call)).isInstanceOf(IllegalStateException.class);
        rehearsal.clock.advance(HOUR);
        assertThatThrownBy(() -> rehearsal.place(call)).isInstanceOf(IllegalStateException.class);
        assertThat(rehearsal.ledger).extracting(LedgerEntry::event).containsOnlyOnce(LedgerEntry.Event.PLACED);
    }

    @Test
    void callPlacedByManyThreadsAtOnceRingsOnce() throws InterruptedException {
        // Given
        PlaceCall call = call("1", "+15550001200");
        CountDownLatch start = new CountDownLatch(8);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    start.countDown();
                    while (start.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    Cancellable _ = rehearsal
                            .carrier
                            .place(call)
                            .subscribe()
                            .with(_ -> accepted.incrementAndGet(), _ -> failed.incrementAndGet());
                }))
                .toList();

        // When
        for (Thread thread : threads) {
            thread.join();
        }

        // Then
        assertThat(accepted).hasValue(1);
        assertThat(failed).hasValue(7);
        assertThat(rehearsal.ledger).hasSize(1);
    }

    @Test
    void lostAnswerIsFoundByLookupFromTheRingingToTheEnd() {
        // Given
        PlaceCall call = call("1", "+15550001214");
        rehearsal.place(call);

        // When, Then
        assertThat(rehearsal.lookup(call)).isEqualTo(new Lookup.Live("sim_call_1", null));
        rehearsal.clock.advance(Duration.ofSeconds(10));
        assertThat(rehearsal.lookup(call)).isEqualTo(new Lookup.Live("sim_call_1", START.plusSeconds(6)));
        rehearsal.clock.advance(HOUR);
        assertThat(rehearsal.lookup(call)).isEqualTo(new Lookup.Over((Ended) rehearsal.events.getLast()));
    }

    @Test
    void lostEndIsToldByLookupOnly() {
        // Given
        PlaceCall call = call("1", "+15550001216");
        rehearsal.place(call);

        // When
        rehearsal.clock.advance(HOUR);

        // Then
        assertThat(rehearsal.told()).containsExactly("6 answered");
        assertThat(rehearsal.lookup(call)).isInstanceOfSatisfying(Lookup.Over.class, over -> {
            assertThat(over.ended().at()).isEqualTo(START.plusSeconds(36));
            assertThat(over.ended().outcome().reason()).isEqualTo(EndReason.AGENT_DISCONNECTED);
        });
    }

    @Test
    void partOfTheNetworkCannotSwearThatACallWasNeverPlaced() {
        // Given
        Rehearsal part = new Rehearsal(Network.PART);

        // Then
        assertThat(part.lookup(call("1", "+15550001200"))).isEqualTo(new Lookup.NotFound(false));
    }

    @Test
    void talkIsCutAtTheMaximumDuration() {
        // Given
        PlaceCall call = limited(call("1", "+15550001200"), Duration.ofSeconds(30), Duration.ofSeconds(10));

        // When
        rehearsal.place(call);
        rehearsal.clock.advance(HOUR);

        // Then
        assertThat(rehearsal.told())
                .containsExactly("6 answered", "16 completed/max_duration 200 answered at 6 by human");
    }

    @Test
    void scriptedNumberKeepsItsMeaningWhenItMayRingForAMomentOnly() {
        // Given
        Duration second = Duration.ofSeconds(1);

        // When
        rehearsal.place(limited(call("1", "+15550001202"), second, second));
        rehearsal.place(limited(call("2", "+15550001217"), second, second));
        rehearsal.clock.advance(second);

        // Then
        assertThat(rehearsal.told()).containsExactlyInAnyOrder("0 busy/user_busy 486", "0 answered");
    }

    @Test
    void endIsInTheBooksBeforeAnybodyHearsOfIt() {
        // Given
        var booksAtTheEnd = AssertSubscriber.<LedgerEntry.Event>create(10);
        rehearsal
                .carrier
                .events()
                .map(event -> rehearsal.ledger.getLast().event())
                .subscribe(booksAtTheEnd);

        // When
        rehearsal.place(call("1", "+15550001202"));
        rehearsal.clock.advance(HOUR);

        // Then
        booksAtTheEnd.assertItems(LedgerEntry.Event.ENDED);
    }

    @Test
    void slowListenerMissesNothing() {
        // Given
        AssertSubscriber<CarrierEvent> slow =
                rehearsal.carrier.events().subscribe().withSubscriber(AssertSubscriber.create(0));

        // When
        for (int i = 0; i < 1_000; i++) {
            rehearsal.place(call("n" + i, "+15550001200"));
        }
        rehearsal.clock.advance(HOUR);
        slow.assertHasNotReceivedAnyItem();
        slow.request(Long.MAX_VALUE);

        // Then
        assertThat(slow.getItems()).hasSize(2_000).isEqualTo(rehearsal.events);
    }

    @Test
    void unwrittenPlacementFailsAndRingsNowhere() {
        // Given
        ManualClock clock = new ManualClock(START);
        Ledger full = new Ledger("replica-1", InstantSource.system(), entry -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });
        var carrier = new SimulatedCarrier(clock, full, new Script(1, Odds.usual()), Network.WHOLE);
        PlaceCall call = call("1", "+15550001200");

        // When, Then
        assertThatThrownBy(() -> carrier.place(call).await().indefinitely()).isInstanceOf(UncheckedIOException.class);
        assertThat(clock.nextDue()).isNull();
        assertThat(carrier.lookup(call.key()).await().indefinitely()).isEqualTo(new Lookup.NotFound(true));
    }
}
