package dev.outdial.dialer;

import dev.outdial.carrier.Carrier;
import dev.outdial.clock.BusinessClock;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One replica inside a test: a dialer with a pool, a thread and a lease of its own. */
record TestReplica(Dialer dialer, Lease lease, ThreadLoop loop) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PROMPT = Duration.ofSeconds(10);

    /** A reader of claims on the clock of this host, which the tests' database shares. */
    static Claims claims(String carrier) {
        long nanos = System.nanoTime();
        Instant now = Instant.now();
        return new Claims(carrier, time -> nanos + ChronoUnit.NANOS.between(now, time));
    }

    /** A replica that dials from now on. */
    static TestReplica start(Pool pool, BusinessClock clock, Carrier carrier, int maxPlacing) {
        Lease lease = Lease.take(new ReplicaTable(pool, "test", 1), System::nanoTime)
                .await()
                .atMost(PROMPT);
        ThreadLoop loop = new ThreadLoop();
        LeadQueue queue = new LeadQueue(pool, lease, clock, claims(carrier.kind()), PATIENCE);
        Dialer dialer = new Dialer(queue, lease, new Carriers(List.of(carrier)), clock, loop, maxPlacing);
        dialer.start();
        return new TestReplica(dialer, lease, loop);
    }

    /** What the process's poll does. */
    void poll() {
        dialer.beat().await().atMost(PROMPT);
        dialer.wake(Dialer.Wake.TIME);
    }

    /** Returns when everything is done that was to be done on its thread. */
    void flush() {
        for (int i = 0; i < 3; i++) {
            CompletableFuture.runAsync(() -> {}, loop).join();
        }
    }

    /** Dies in the middle of it all: nothing it is told reaches it any more, and it says goodbye to nobody. */
    void die() {
        dialer.stop(Duration.ofMillis(1)).await().indefinitely();
        loop.close();
    }

    @Override
    public void close() {
        dialer.stop(PROMPT).await().indefinitely();
        loop.close();
    }
}
