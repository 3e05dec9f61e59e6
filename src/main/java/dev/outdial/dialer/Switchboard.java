package dev.outdial.dialer;

import dev.outdial.account.OrganizationChanged;
import dev.outdial.call.CallTokens;
import dev.outdial.campaign.LeadsDue;
import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.clock.DatabaseClock;
import dev.outdial.http.Ids;
import io.quarkus.arc.All;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Plugs the dialer into this process: its thread, its lease, its wake-ups, its shutdown. */
@ApplicationScoped
class Switchboard {

    private static final Logger LOG = Logger.getLogger(Switchboard.class);
    private static final String REAL_LINES = "SELECT count(*) FROM phone_line WHERE coalesce(carrier, $1) <> $2";

    private static final Duration START = Duration.ofSeconds(30);

    private final Pool pool;
    private final DatabaseClock clock;
    private final List<Carrier> carriers;
    private final DialerConfig config;
    private final Vertx vertx;
    private final List<Cancellable> beats = new ArrayList<>();
    private @Nullable Plugged plugged;
    private volatile boolean stopping;

    Switchboard(
            @ReactiveDataSource("dialer") Pool pool,
            DatabaseClock clock,
            @All List<Carrier> carriers,
            DialerConfig config,
            Vertx vertx) {
        this.pool = pool;
        this.clock = clock;
        this.carriers = carriers;
        this.config = config;
        this.vertx = vertx;
    }

    /** Blocks, on the thread that starts the service, until this replica has its lease. */
    void start(@Observes StartupEvent event, CallTokens tokens) {
        refuseToRehearseWithPeople();
        if (config.patience().compareTo(Lease.PATIENCE_MAX) > 0) {
            throw new IllegalStateException("outdial.dialer.patience must be at most " + Lease.PATIENCE_MAX);
        }
        Loop loop = new VertxLoop(vertx);
        Lease lease = Lease.take(new ReplicaTable(pool, host(), clock.timeScale()), loop::nanos)
                .await()
                .atMost(START);
        CallTokens.Signer signer = tokens.signer().await().atMost(START);
        Claims claims = new Claims(config.defaultCarrier(), clock::nanosAt, signer::token);
        LeadQueue queue = new LeadQueue(pool, lease, clock, claims, config.patience());
        Dialer dialer = new Dialer(queue, lease, new Carriers(carriers), clock, loop, config.maxPlacing());
        Bell bell = new Bell(pool, Ids.next(), () -> dialer.wake(Dialer.Wake.TIME));
        plugged = new Plugged(lease, dialer, bell);
        dialer.start();
        beat(every(Lease.RENEWAL, () -> dialer.beat().chain(() -> clock.follow(pool))));
        beat(every(Lease.LENGTH, dialer::sweep));
        beat(every(config.poll(), () -> poll(dialer)));
        beat(bell.ringing());
        beat(bell.listening());
        LOG.infof("This replica is %s", lease.replica());
    }

    /** Leads may be due. */
    void leadsDue(@Observes LeadsDue event) {
        wakeAll();
    }

    /** An organization may have more room. */
    void organizationChanged(@Observes OrganizationChanged event) {
        wakeAll();
    }

    /** Whether this replica dials: it has started, does not stop, and the others know that it lives. */
    boolean isDialing() {
        return plugged != null && !stopping && plugged.lease().isTrusted();
    }

    /** Here, and in the other replicas, which may have the room for what is due. */
    private void wakeAll() {
        if (plugged != null) {
            plugged.dialer().wake(Dialer.Wake.TIME);
            plugged.bell().ring();
        }
    }

    /** The first word of a shutdown: nothing starts any more, while requests are still answered. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        if (plugged != null) {
            plugged.dialer().startNothing();
        }
    }

    /**
     * Blocks, on the thread that stops the service, until the calls that only this process can hear are over; the others
     * are handed over.
     */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (plugged == null) {
            return;
        }
        plugged.dialer().stop(config.grace()).await().indefinitely();
        beats.forEach(Cancellable::cancel);
        plugged.lease().end().await().atMost(START);
    }

    /** Faster time would call real people again within minutes, and at night. */
    private void refuseToRehearseWithPeople() {
        if (clock.timeScale() == 1) {
            return;
        }
        long real = pool.preparedQuery(REAL_LINES)
                .execute(Tuple.of(config.defaultCarrier(), SimulatedCarrier.KIND))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(START);
        if (real > 0 || !config.defaultCarrier().equals(SimulatedCarrier.KIND)) {
            throw new IllegalStateException("OUTDIAL_TIME_SCALE is for rehearsals: it must be 1 where OUTDIAL_CARRIER"
                    + " or any caller number is on a carrier other than " + SimulatedCarrier.KIND);
        }
    }

    private static Uni<Void> poll(Dialer dialer) {
        dialer.wake(Dialer.Wake.TIME);
        return Uni.createFrom().voidItem();
    }

    /** Beats that fall while the last one is still at work are left out. */
    private static Multi<Void> every(Duration pause, Supplier<Uni<Void>> work) {
        return Multi.createFrom()
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
    }

    private void beat(Multi<Void> stream) {
        beats.add(stream.subscribe().with(done -> {}, failure -> LOG.fatal("A beat of this replica stopped", failure)));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    private record Plugged(Lease lease, Dialer dialer, Bell bell) {}
}
