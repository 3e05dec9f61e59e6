package dev.outdial.dialer;

import dev.outdial.bench.Journal;
import dev.outdial.bench.Settings;
import dev.outdial.bench.Work;
import dev.outdial.call.BenchTokens;
import dev.outdial.campaign.BenchLeads;
import dev.outdial.clock.DatabaseClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One replica's dialer, wired as the service wires it, on a carrier that only counts. */
public final class MeasuredDialer implements Work {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Pool watch;
    private final MeasuredCarrier carrier;
    private final Journal journal;
    private final Switchboard switchboard;

    public MeasuredDialer(Settings settings) {
        this.settings = settings;
        // As many connections as application.properties gives the dialer.
        pool = BenchTables.pool(vertx, settings, 4);
        watch = BenchTables.pool(vertx, settings, 1);
        BenchTables.migrate(settings);
        DatabaseClock clock =
                DatabaseClock.start(vertx.getDelegate(), pool, 1).await().atMost(PATIENCE);
        journal = new Journal(settings.has("journal") ? settings.number("leads") : 0);
        carrier = new MeasuredCarrier(
                vertx.getDelegate(),
                clock,
                journal,
                MeasuredCarrier.Span.of(settings.text("hold")),
                !settings.flag("unanswered"));
        switchboard = new Switchboard(pool, clock, List.of(carrier), new Defaults(), vertx.getDelegate());
    }

    @Override
    public void load() {
        Instant now = Instant.now();
        BenchTables tables = new BenchTables(watch, now);
        UUID organization = tables.organization();
        int campaigns = settings.number("campaigns");
        int leads = settings.number("leads");
        for (int i = 0; i < campaigns; i++) {
            UUID campaign = tables.campaign(settings.number("slots") / campaigns);
            new BenchLeads(vertx, watch, now, organization, campaign, BenchTables.CALLER)
                    .add(leads / campaigns * i, leads / campaigns);
        }
    }

    @Override
    public void prepare() {
        done();
    }

    @Override
    public void go() {
        switchboard.start(new StartupEvent(), BenchTokens.of(pool));
    }

    /** As many as have their log row: both are written in one transaction. */
    @Override
    public long done() {
        return watch.query("SELECT coalesce(sum(attempts), 0)::bigint FROM campaign_progress")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public String stop() throws Exception {
        switchboard.stop(new ShutdownEvent());
        if (settings.has("journal")) {
            journal.write(Path.of(settings.text("journal")));
        }
        return new JsonObject()
                .put("most_open_of_a_campaign", carrier.mostOpen())
                .put("placed_twice", carrier.placedTwice())
                .put("books", BenchTables.books(watch))
                .encode();
    }

    /** What an operator gets who sets nothing, but for a short goodbye. */
    private record Defaults() implements DialerConfig {

        @Override
        public int maxPlacing() {
            return 256;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration poll() {
            return Duration.ofSeconds(1);
        }

        @Override
        public String defaultCarrier() {
            return MeasuredCarrier.KIND;
        }

        @Override
        public Duration grace() {
            return Duration.ofSeconds(2);
        }
    }
}
