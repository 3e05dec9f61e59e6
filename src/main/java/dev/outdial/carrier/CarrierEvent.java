package dev.outdial.carrier;

import java.time.Instant;

/** Something that happened to a call after it was placed. */
public sealed interface CarrierEvent {

    /** Our id of the call. */
    String callId();

    /** When it happened, in business time. */
    Instant at();

    /** Somebody, or something, picked up. */
    record Answered(String callId, Instant at) implements CarrierEvent {}

    /** The call is over. Counts once; a second one for the same call changes nothing. */
    record Ended(String callId, Instant at, Outcome outcome) implements CarrierEvent {}
}
