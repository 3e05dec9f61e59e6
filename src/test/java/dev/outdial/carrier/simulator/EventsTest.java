package dev.outdial.carrier.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CarrierEvent.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final int THREADS = 4;
    private static final int EACH = 5_000;

    @Test
    void eventsOfManyThreadsAllArriveAndOneAtATime() throws InterruptedException {
        // Given
        Events events = new Events();
        AtomicInteger within = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        var heard = new ConcurrentLinkedQueue<String>();
        var listening = events.all().subscribe().with(event -> {
            if (within.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            heard.add(event.callId());
            within.decrementAndGet();
        });

        // When
        List<Thread> tellers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String prefix = "call_" + i + "_";
            tellers.add(Thread.ofPlatform()
                    .start(() -> IntStream.range(0, EACH)
                            .forEach(n -> events.tell(new Answered(prefix + n, Rehearsal.START)))));
        }
        for (Thread teller : tellers) {
            teller.join();
        }
        listening.cancel();

        // Then
        assertThat(heard).hasSize(THREADS * EACH).doesNotHaveDuplicates();
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void everyListenerHearsWhatHappensWhileItListens() {
        // Given
        Events events = new Events();
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        var leaving = events.all().subscribe().with(event -> first.add(event.callId()));
        events.tell(new Answered("call_1", Rehearsal.START));

        // When
        var staying = events.all().subscribe().with(event -> second.add(event.callId()));
        events.tell(new Answered("call_2", Rehearsal.START));
        leaving.cancel();
        events.tell(new Answered("call_3", Rehearsal.START));
        staying.cancel();

        // Then
        assertThat(first).containsExactly("call_1", "call_2");
        assertThat(second).containsExactly("call_2", "call_3");
    }
}
