package dev.outdial.carrier.simulator;

import dev.outdial.carrier.CarrierEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.util.concurrent.Flow;

/**
 * What happens to the calls, told to everybody who listens then, by whatever thread. Nothing is dropped for a
 * listener that is slow: its buffer has no bound of its own, because it holds at most four events for each call out, and
 * how many calls are out is limited by whoever places them.
 */
final class Events {

    private final BroadcastProcessor<CarrierEvent> listeners = BroadcastProcessor.create();
    /** Callers' threads may differ; a listener must hear one event at a time. */
    private final Flow.Subscriber<CarrierEvent> oneAtATime = listeners.serialized();

    void tell(CarrierEvent event) {
        oneAtATime.onNext(event);
    }

    Multi<CarrierEvent> all() {
        return listeners.onOverflow().bufferUnconditionally();
    }
}
