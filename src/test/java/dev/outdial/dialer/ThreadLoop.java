package dev.outdial.dialer;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A dialer's thread in a test: a thread of its own, in real time. */
record ThreadLoop(ScheduledThreadPoolExecutor thread) implements Loop, AutoCloseable {

    ThreadLoop() {
        this(new ScheduledThreadPoolExecutor(1));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        Future<?> _ = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does what was begun and nothing more. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
