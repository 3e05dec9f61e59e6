package dev.outdial.dialer;

import dev.outdial.carrier.Carrier;
import dev.outdial.clock.BusinessClock;
import dev.outdial.http.Ids;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One replica inside a test: a dialer with a pool, a thread and a lease of its own. */
record TestReplica(Dialer dialer, Replica replica, Pool pool, ExecutorService loop) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PROMPT = Duration.ofSeconds(10);

    /** A replica that dials from now on. */
    static TestReplica start(Pool pool, BusinessClock clock, Carrier carrier, int maxPlacing) {
        Replica replica = Replica.join(pool, Ids.next(), "test", 1).await().atMost(PROMPT);
        ExecutorService loop = Executors.newSingleThreadExecutor();
        LeadQueue queue = new LeadQueue(pool, replica, clock, new Claims(carrier.kind()), PATIENCE);
        Dialer dialer = new Dialer(queue, new Carriers(List.of(carrier)), clock, loop, maxPlacing);
        dialer.start();
        return new TestReplica(dialer, replica, pool, loop);
    }

    /** What the process's poll does. */
    void poll() {
        replica.renew(pool).await().atMost(PROMPT);
        dialer.wake(Dialer.Wake.TIME);
    }

    @Override
    public void close() {
        dialer.stop(PROMPT).await().indefinitely();
        loop.shutdown();
    }
}
