package dev.outdial.testing;

import dev.outdial.clock.BusinessClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test turns it; tasks run in the order of their times, on the test's thread. */
public final class ManualClock implements BusinessClock {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
    private Instant now;
    private long numbers;

    public ManualClock(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable action) {
        Instant at = delay.isNegative() ? now : now.plus(delay);
        Task task = new Task(at, numbers++, action);
        tasks.add(task);
        return () -> remove(task);
    }

    /** Moves time on, running what falls due on the way at its own instant. */
    public void advance(Duration by) {
        Instant until = instant().plus(by);
        for (Task task = next(until); task != null; task = next(until)) {
            task.action().run();
        }
        set(until);
    }

    /** When the next task is due, or null when none waits. */
    public synchronized @Nullable Instant nextDue() {
        Task task = tasks.peek();
        return task == null ? null : task.at();
    }

    private synchronized @Nullable Task next(Instant until) {
        Task task = tasks.peek();
        if (task == null || task.at().isAfter(until)) {
            return null;
        }
        now = task.at();
        return tasks.poll();
    }

    private synchronized void set(Instant instant) {
        now = instant;
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    private record Task(Instant at, long number, Runnable action) {}
}
