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
        vertx.setTimer(Math.max(1, delay.toMillis()), fired -> execute(task));
    }
}
