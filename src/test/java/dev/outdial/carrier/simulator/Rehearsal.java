package dev.outdial.carrier.simulator;

import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.CarrierEvent.Answered;
import dev.outdial.carrier.CarrierEvent.Ended;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.Outcome;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.testing.ManualClock;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulator, the clock that drives it, and everything it told and wrote down. */
final class Rehearsal {

    static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    static final Duration RING_TIMEOUT = Duration.ofSeconds(30);
    static final Duration MAX_DURATION = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Real time stands still at another instant than business time, so that they cannot be mistaken for each other. */
    static final Instant REAL = Instant.parse("2026-01-01T00:00:00.123456Z");

    final ManualClock clock = new ManualClock(START);
    final List<LedgerEntry> ledger = new ArrayList<>();
    final List<CarrierEvent> events = new ArrayList<>();
    final SimulatedCarrier carrier;

    Rehearsal(Network network) {
        Ledger books = new Ledger("replica-1", InstantSource.fixed(REAL), ledger::add);
        carrier = new SimulatedCarrier(clock, books, new Script(42, Odds.usual()), network);
        Cancellable _ = carrier.events().subscribe().with(events::add);
    }

    static PlaceCall call(String id, String to) {
        return call(id, to, false);
    }

    static PlaceCall call(String id, String to, boolean hangUpOnMachine) {
        return new PlaceCall(
                "call_" + id,
                "lead_" + id,
                "cmp_1",
                1,
                "+15550000000",
                to,
                Map.of(),
                RING_TIMEOUT,
                MAX_DURATION,
                hangUpOnMachine);
    }

    /** The same call with other limits. */
    static PlaceCall limited(PlaceCall call, Duration ringTimeout, Duration maxDuration) {
        return new PlaceCall(
                call.callId(),
                call.leadId(),
                call.campaignId(),
                call.attempt(),
                call.from(),
                call.to(),
                call.variables(),
                ringTimeout,
                maxDuration,
                call.hangUpOnMachine());
    }

    /** The same attempt under another id. */
    static PlaceCall withId(PlaceCall call, String callId) {
        return new PlaceCall(
                callId,
                call.leadId(),
                call.campaignId(),
                call.attempt(),
                call.from(),
                call.to(),
                call.variables(),
                call.ringTimeout(),
                call.maxDuration(),
                call.hangUpOnMachine());
    }

    /** Nothing of the simulator waits for anything but its clock. */
    PlaceResult place(PlaceCall call) {
        return carrier.place(call).await().atMost(PATIENCE);
    }

    Lookup lookup(PlaceCall call) {
        return carrier.lookup(call.key()).await().atMost(PATIENCE);
    }

    /** The events so far, each with the seconds since the start. */
    List<String> told() {
        return events.stream().map(Rehearsal::text).toList();
    }

    static String text(CarrierEvent event) {
        return switch (event) {
            case Answered answered -> seconds(answered.at()) + " answered";
            case Ended ended -> seconds(ended.at()) + " " + text(ended.outcome());
        };
    }

    static String text(Outcome outcome) {
        String text = outcome.status().word() + "/" + outcome.reason().word() + " " + outcome.sipCode();
        if (outcome.answeredAt() != null) {
            text += " answered at " + seconds(outcome.answeredAt());
        }
        return outcome.answeredBy() == null
                ? text
                : text + " by " + outcome.answeredBy().word();
    }

    private static long seconds(Instant at) {
        return Duration.between(START, at).toSeconds();
    }
}
