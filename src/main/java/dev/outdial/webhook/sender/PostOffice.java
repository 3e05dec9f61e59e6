package dev.outdial.webhook.sender;

import dev.outdial.clock.DatabaseClock;
import dev.outdial.webhook.WebhookConfig;
import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Plugs the sender into this process: its wake-ups, its clean-up, its shutdown. */
@ApplicationScoped
class PostOffice {

    private static final Logger LOG = Logger.getLogger(PostOffice.class);
    private static final Duration LAG = Duration.ofSeconds(15);
    private static final Duration CLEAN_UP = Duration.ofHours(1);

    /** Rows forgotten in one transaction. */
    private static final int FORGET_MOST = 5_000;

    private final DatabaseClock clock;
    private final WebhookConfig config;
    private final Outbox outbox;
    private final Tally tally;
    private final Sender sender;
    private final List<Cancellable> beats = new ArrayList<>();

    PostOffice(
            @ReactiveDataSource("webhook") Pool pool,
            Courier courier,
            Vault vault,
            DatabaseClock clock,
            WebhookConfig config,
            MeterRegistry meters) {
        this.clock = clock;
        this.config = config;
        this.outbox = new Outbox(pool, config);
        Lanes lanes = new Lanes(config, System::nanoTime);
        this.tally = new Tally(meters, lanes::size);
        this.sender = new Sender(
                outbox, courier, vault, lanes, new RetrySchedule(new SplittableRandom()), clock::realTime, tally);
    }

    void start(@Observes StartupEvent event) {
        sender.start(config.maxSendingOverall());
        beat(config.poll(), () -> {
            sender.wake();
            return Uni.createFrom().voidItem();
        });
        beat(
                LAG,
                () -> outbox.lag(clock.realTime())
                        .invoke(seconds -> tally.lag(seconds == null ? 0 : seconds))
                        .replaceWithVoid());
        beat(CLEAN_UP, this::forget);
    }

    /** Blocks, on the thread that stops the service, until what is on its way has come to its end, or the grace is over. */
    void stop(@Observes ShutdownEvent event) {
        beats.forEach(Cancellable::cancel);
        sender.stop(config.grace()).await().indefinitely();
    }

    private Uni<Void> forget() {
        return outbox.forget(clock.realTime().minus(config.retention()), FORGET_MOST)
                .chain(forgotten -> forgotten == 0 ? Uni.createFrom().voidItem() : forget());
    }

    /** Beats that fall while the last one is still at work are left out. */
    private void beat(Duration pause, Supplier<Uni<Void>> work) {
        Multi<Void> beat = Multi.createFrom()
                .ticks()
                .every(pause)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> Uni.createFrom()
                        .deferred(work::get)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("The database does not answer: %s", failure.getMessage()))
                        .onFailure()
                        .recoverWithNull());
        beats.add(beat.subscribe().with(done -> {}, failure -> LOG.fatal("A beat of the webhooks stopped", failure)));
    }
}
