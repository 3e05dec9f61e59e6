package dev.outdial.webhook.sender;

import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Destinations;
import dev.outdial.webhook.wire.Resolver;
import dev.outdial.webhook.wire.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;

/** One replica's sender inside a test, which looks at the outbox when the test says so. */
record TestSender(Sender sender, Lanes lanes, Outbox outbox, InstantSource clock) implements AutoCloseable {

    private static final Duration PROMPT = Duration.ofSeconds(20);

    static TestSender start(Pool pool, Vertx vertx, InstantSource clock, TestConfig config) {
        Outbox outbox = new Outbox(pool, config);
        Lanes lanes = new Lanes(config, System::nanoTime);
        Destinations destinations = new Destinations(config.allowPrivate());
        Courier courier = new Courier(
                vertx, Resolver.system(4), destinations, config.maxSendingOverall(), Optional.empty(), clock);
        Sender sender = new Sender(
                outbox,
                courier,
                new Vault(Optional.empty()),
                lanes,
                new RetrySchedule(new SplittableRandom(42)),
                clock,
                new Tally(new SimpleMeterRegistry(), lanes::size));
        sender.start(config.maxSendingOverall());
        return new TestSender(sender, lanes, outbox, clock);
    }

    void wake() {
        sender.wake();
    }

    /** Sends what is due now, at endpoints that do not rest, and returns when that is done. */
    void sendAll() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PROMPT)
                .until(() -> {
                    sender.wake();
                    return nothingDue() && lanes.isIdle();
                });
    }

    int forget(Instant before) {
        return outbox.forget(before, 1000).await().atMost(PROMPT);
    }

    /** Dies in the middle of it all and says goodbye to nobody. */
    void kill() {
        sender.cut();
    }

    @Override
    public void close() {
        sender.stop(PROMPT).await().indefinitely();
    }

    private boolean nothingDue() {
        Double lag = outbox.lag(clock.instant()).await().atMost(PROMPT);
        return lag == null;
    }
}
