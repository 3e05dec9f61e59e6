package dev.outdial.dialer;

import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of a simulated run: a real dialer and a real lease on a thread that can stand still or be gone. Whatever
 * reaches the process, a task, a timer or an answer, does so on that thread.
 */
final class SimulatedReplica implements Loop {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int MAX_PLACING = 8;

    private final Simulation run;
    private final String name;
    private final int slot;
    private final long epoch;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean alive = true;
    private boolean frozen;
    private boolean turning;
    private Instant renewableFrom = Instant.MIN;
    private @Nullable Dialer dialer;
    private @Nullable Lease lease;

    SimulatedReplica(Simulation run, String name, int slot) {
        this.run = run;
        this.name = name;
        this.slot = slot;
        this.epoch = run.random("epoch").nextLong(1L << 40);
    }

    /** Takes a lease and dials, as the process does when it starts. */
    void start() {
        run.journal().tell(this, "starts");
        LongSupplier clock = run.isGuarded(Guard.TRUST) ? this::nanos : () -> 0;
        Wire wire = new Wire(run, this);
        Lease.take(new WiredRoster(wire, run.database().roster()), clock)
                .subscribe()
                .with(this::dial, failure -> after(AGAIN, this::start));
    }

    private void dial(Lease taken) {
        lease = taken;
        CallStore store = new WiredStore(new Wire(run, this), run.database().calls(taken, this));
        Dialer started = new Dialer(
                store, taken, new Carriers(List.of(run.network().carrierFor(this))), clock(), this, MAX_PLACING);
        dialer = started;
        started.start();
        every(Lease.RENEWAL, started::beat);
        if (run.isGuarded(Guard.SWEEP)) {
            every(Lease.LENGTH, started::sweep);
        }
        if (run.isGuarded(Guard.POLL)) {
            every(run.scenario().poll(), () -> {
                started.wake(Dialer.Wake.TIME);
                return Uni.createFrom().voidItem();
            });
        }
    }

    /** Leads may be due. */
    void ring() {
        if (dialer != null) {
            dialer.wake(Dialer.Wake.TIME);
        }
    }

    /** Is gone, in the middle of it all. */
    void crash(Duration until) {
        if (alive) {
            run.journal().tell(this, "crashes");
            alive = false;
            tasks.clear();
            run.replace(slot, until);
        }
    }

    /** Stands still. */
    void freeze(Duration length) {
        if (alive && !frozen) {
            run.journal().tell(this, "freezes for " + length);
            frozen = true;
            run.time().after(length, this::thaw);
        }
    }

    /** Goes on as if nothing had been. */
    void thaw() {
        if (frozen) {
            run.journal().tell(this, "thaws");
            frozen = false;
            turn();
        }
    }

    /** Ends in order, as a process that is told to. */
    void stop(Duration until) {
        if (alive && dialer != null && lease != null) {
            run.journal().tell(this, "stops");
            dialer.stop(GRACE).chain(lease::end).subscribe().with(done -> crash(until), failure -> crash(until));
        }
    }

    /** Its lease cannot be renewed for a while. */
    void forbidRenewal(Duration length) {
        renewableFrom = run.time().real().plus(length);
    }

    boolean canRenew() {
        return !run.time().real().isBefore(renewableFrom);
    }

    boolean isAlive() {
        return alive;
    }

    @Override
    public void execute(Runnable task) {
        if (alive) {
            tasks.add(task);
            turn();
        }
    }

    @Override
    public long nanos() {
        return epoch + run.time().nanos();
    }

    /** What the monotonic clock shows when the database's shows this. */
    long nanosAt(Instant real) {
        return nanos() + Duration.between(run.time().real(), real).toNanos();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        run.time().after(delay, () -> execute(task));
    }

    /** Business time, whose timers run on this thread. */
    BusinessClock clock() {
        return new BusinessClock() {
            @Override
            public Instant instant() {
                return run.time().business();
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                boolean[] cancelled = {false};
                SimulatedReplica.this.after(delay, () -> {
                    if (!cancelled[0]) {
                        task.run();
                    }
                });
                return () -> cancelled[0] = true;
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }

    private void turn() {
        if (alive && !frozen && !turning && !tasks.isEmpty()) {
            turning = true;
            run.time().after(Duration.ofNanos(run.random("turn").nextLong(100_000)), this::runOne);
        }
    }

    private void runOne() {
        turning = false;
        if (alive && !frozen) {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }
        turn();
    }

    /** Beats that fall while the last one is still at work are left out, as in the process. */
    private void every(Duration pause, Supplier<Uni<Void>> work) {
        boolean[] busy = {false};
        Runnable beat = new Runnable() {
            @Override
            public void run() {
                after(pause, this);
                if (!busy[0]) {
                    busy[0] = true;
                    work.get().subscribe().with(done -> busy[0] = false, failure -> busy[0] = false);
                }
            }
        };
        after(pause, beat);
    }
}
