package dev.outdial.carrier.simulator;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator may set about the simulator. */
@ConfigMapping(prefix = "outdial.simulator")
interface SimulatorConfig {

    /** Seeds the odds; a random seed is taken, and logged, where none is set. */
    OptionalLong seed();

    /** A file to which each placement and each end is appended; none is kept where none is set. */
    Optional<Path> ledger();
}
