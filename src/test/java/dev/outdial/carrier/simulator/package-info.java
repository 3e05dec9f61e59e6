/** Tests of the simulated carrier. */
@NullMarked
package dev.outdial.carrier.simulator;

import org.jspecify.annotations.NullMarked;
