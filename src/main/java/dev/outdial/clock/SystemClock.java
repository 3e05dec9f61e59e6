package dev.outdial.clock;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Real time where nothing better is at hand, in the microseconds that PostgreSQL keeps. */
@ApplicationScoped
class SystemClock {

    @Produces
    @Singleton
    @DefaultBean
    InstantSource realTime() {
        InstantSource system = InstantSource.system();
        return () -> system.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
