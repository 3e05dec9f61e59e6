/**
 * A carrier that calls nobody. It decides by the last two digits of the called number, or by seeded odds, keeps its own
 * ledger of what it was asked to do, and misbehaves on request: throttles, loses answers, doubles events.
 */
@NullMarked
package dev.outdial.carrier.simulator;

import org.jspecify.annotations.NullMarked;
