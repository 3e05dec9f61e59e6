/**
 * The simulated network as a process of its own, as a real carrier is: calls go on when a replica dies, and whoever takes
 * them over is told what became of them. {@link dev.outdial.carrier.simulator.exchange.Exchange} is that process,
 * {@link dev.outdial.carrier.simulator.exchange.ExchangeCarrier} how a replica reaches it.
 */
@NullMarked
package dev.outdial.carrier.simulator.exchange;

import org.jspecify.annotations.NullMarked;
