package dev.outdial.dialer;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A dialer's thread in the service: an event loop of Vert.x. */
final class VertxLoop implements Loop {

    private final Vertx vertx;
    private final Context thread;

    /** The loop of the calling context, or of a new one. */
    VertxLoop(Vertx vertx) {
        this.vertx = vertx;
        this.thread = vertx.getOrCreateContext();
    }

    @Override
    public void execute(Runnable task) {
        thread.runOnContext(now -> task.run());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        // Rather a part of a millisecond late than early: a pace is counted on it.
        vertx.setTimer(Math.max(1, delay.plusNanos(999_999).toMillis()), fired -> execute(task));
    }
}
