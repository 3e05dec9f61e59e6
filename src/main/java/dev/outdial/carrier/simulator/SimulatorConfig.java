package dev.outdial.carrier.simulator;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator may set about the simulator. */
@ConfigMapping(prefix = "outdial.simulator")
interface SimulatorConfig {

    /** Where the network is, when it is a process of its own; then seed and ledger are that process's. */
    Optional<URI> url();

    /** Seeds the odds; a random seed is taken, and logged, where none is set. */
    OptionalLong seed();

    /** A file to which each placement and each end is appended; none is kept where none is set. */
    Optional<Path> ledger();
}
