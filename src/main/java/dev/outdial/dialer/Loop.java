package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread of a dialer, and the monotonic clock it goes by: real time, whatever the speed of business time. Who
 * hands in another one decides when anything happens, and in which order.
 */
interface Loop extends Executor {

    /** A reading of the monotonic clock. */
    long nanos();

    /** Runs a task once, on this thread, when so much real time has passed. */
    void after(Duration delay, Runnable task);

    /** Completes, on this thread, when so much real time has passed. */
    default Uni<Void> pause(Duration delay) {
        return Uni.createFrom().emitter(emitter -> after(delay, () -> emitter.complete(null)));
    }
}
