package dev.outdial.carrier.simulator.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CarrierEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final int KEPT = 10;
    private static final int PAGE = 4;

    private final EventLog log = new EventLog("one", KEPT, PAGE);

    @Test
    void listenerGoesOnWhereItWasPageByPage() {
        String start = log.end();
        happen(6);

        EventLog.Page first = log.after(start);
        EventLog.Page second = log.after(first.end());

        assertThat(ids(first)).containsExactly("call_0", "call_1", "call_2", "call_3");
        assertThat(ids(second)).containsExactly("call_4", "call_5");
        assertThat(second.end()).isEqualTo(log.end());
        assertThat(ids(log.after(log.end()))).isEmpty();
    }

    @Test
    void listenerThatWasAwayForTooLongHearsWhatIsKept() {
        String start = log.end();
        happen(KEPT + 3);

        assertThat(ids(log.after(start))).startsWith("call_3").hasSize(PAGE);
    }

    @Test
    void placeInTheLogOfAnEarlierProcessIsTheBeginningOfThisOne() {
        happen(2);

        assertThat(ids(log.after("another-17"))).containsExactly("call_0", "call_1");
    }

    @Test
    void whoWaitsIsToldOnceWhenSomethingHappens() {
        AtomicInteger told = new AtomicInteger();
        Runnable forgotten = told::incrementAndGet;
        log.onNext(told::incrementAndGet);
        log.onNext(forgotten);
        log.forget(forgotten);

        happen(2);

        assertThat(told).hasValue(1);
    }

    private void happen(int events) {
        IntStream.range(0, events)
                .mapToObj(i -> new CarrierEvent.Answered("call_" + i, Instant.EPOCH))
                .forEach(log::add);
    }

    private static List<String> ids(EventLog.Page page) {
        return page.events().stream().map(CarrierEvent::callId).toList();
    }
}
