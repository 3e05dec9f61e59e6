package dev.outdial.clock;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the service's clock before anything asks it for the time. */
@Singleton
class ServiceClock {

    private static final Logger LOG = Logger.getLogger(ServiceClock.class);
    private static final int FIRST = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Blocks, on the thread that starts the service, until the database has told the time. */
    @Produces
    @Singleton
    DatabaseClock clock(
            Vertx vertx, Pool pool, @ConfigProperty(name = "outdial.time-scale", defaultValue = "1") double timeScale) {
        if (!(timeScale >= 1 && timeScale <= 100_000)) {
            throw new IllegalArgumentException("OUTDIAL_TIME_SCALE must be a number from 1 to 100000");
        }
        return DatabaseClock.start(vertx, pool, timeScale).await().atMost(PATIENCE);
    }

    void start(@Observes @Priority(FIRST) StartupEvent event, DatabaseClock clock) {
        if (clock.timeScale() != 1) {
            LOG.warnf(
                    "Rehearsal: business time runs %s times faster than real time and is %s now",
                    clock.timeScale(), clock.instant());
        }
    }
}
