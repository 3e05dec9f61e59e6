/**
 * The port to the telephone network, and its vocabulary: what we ask for ({@link dev.outdial.carrier.PlaceCall}), what
 * we are told at once ({@link dev.outdial.carrier.PlaceResult}), what we are told later
 * ({@link dev.outdial.carrier.CarrierEvent}), and how a call ended ({@link dev.outdial.carrier.Outcome}). Each carrier
 * is a room inside this one. Nothing here knows of campaigns.
 */
@NullMarked
package dev.outdial.carrier;

import org.jspecify.annotations.NullMarked;
