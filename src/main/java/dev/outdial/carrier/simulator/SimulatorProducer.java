package dev.outdial.carrier.simulator;

import dev.outdial.clock.BusinessClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes the running service's simulator. */
@ApplicationScoped
class SimulatorProducer {

    private static final Logger LOG = Logger.getLogger(SimulatorProducer.class);

    /** One of many processes that may call, and not the first: calls it does not know may well have been placed. */
    @Produces
    @Singleton
    SimulatedCarrier simulator(BusinessClock clock, SimulatorConfig config) throws IOException {
        long seed = config.seed().orElseGet(() -> new SecureRandom().nextLong());
        LOG.infof("The simulated carrier's seed is %d.", seed);
        Script script = new Script(seed, Odds.usual());
        return new SimulatedCarrier(clock, ledger(config.ledger()), script, Network.PART);
    }

    private static Ledger ledger(Optional<Path> path) throws IOException {
        return path.isPresent()
                ? new Ledger(replica(), InstantSource.system(), new LedgerFile(path.get()))
                : Ledger.none();
    }

    /** Host and process number: what somebody who stops a replica knows it by. */
    private static String replica() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        return host + ":" + ProcessHandle.current().pid();
    }
}
