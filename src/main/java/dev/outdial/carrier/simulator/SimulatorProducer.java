package dev.outdial.carrier.simulator;

import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.simulator.exchange.ExchangeCarrier;
import dev.outdial.carrier.simulator.exchange.ExchangeLink;
import dev.outdial.clock.BusinessClock;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the running service's simulator. */
@ApplicationScoped
class SimulatorProducer {

    private static final Logger LOG = Logger.getLogger(SimulatorProducer.class);

    /** In this process, or where the operator says it is. */
    @Produces
    @Singleton
    Carrier simulator(
            BusinessClock clock,
            SimulatorConfig config,
            Vertx vertx,
            @ConfigProperty(name = "outdial.time-scale", defaultValue = "1") double timeScale)
            throws IOException {
        if (config.url().isEmpty()) {
            return inThisProcess(clock, config);
        }
        URI exchange = config.url().get();
        LOG.infof("The simulated network is at %s.", exchange);
        return new ExchangeCarrier(new ExchangeLink(vertx, exchange), clock, timeScale, replica());
    }

    /** One of many processes that may call, and not the first: calls it does not know may well have been placed. */
    static SimulatedCarrier inThisProcess(BusinessClock clock, SimulatorConfig config) throws IOException {
        long seed = config.seed().orElseGet(() -> new SecureRandom().nextLong());
        LOG.infof("The simulated carrier's seed is %d.", seed);
        Script script = new Script(seed, Odds.usual());
        return new SimulatedCarrier(clock, ledger(config.ledger()), script, Network.PART);
    }

    private static Ledger ledger(Optional<Path> path) throws IOException {
        return path.isPresent() ? Ledger.in(path.get(), replica()) : Ledger.none();
    }

    /** Host and process number: what somebody who stops a replica knows it by. */
    private static String replica() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        return host + ":" + ProcessHandle.current().pid();
    }
}
