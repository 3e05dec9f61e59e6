package dev.outdial.carrier.simulator;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.CarrierEvent.Answered;
import dev.outdial.carrier.CarrierEvent.Ended;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.carrier.PlaceResult.Accepted;
import dev.outdial.carrier.PlaceResult.Fault;
import dev.outdial.carrier.PlaceResult.Refused;
import dev.outdial.carrier.PlaceResult.Throttled;
import dev.outdial.carrier.simulator.Plan.Creation;
import dev.outdial.carrier.simulator.Plan.Pickup;
import dev.outdial.carrier.simulator.Plan.Telling;
import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A telephone network without telephones. It follows its {@link Script}, lets calls ring and last in business time, and
 * writes each into its {@link Ledger} before anybody is told. It answers at once; what happens to a call is told on the
 * thread of the clock.
 */
public final class SimulatedCarrier implements Carrier {

    /** What a line on this carrier names it by. */
    public static final String KIND = "simulator";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int REMEMBERED = 100_000;

    private final BusinessClock clock;
    private final Ledger ledger;
    private final Script script;
    private final Calls calls;
    private final Throttle throttle;
    private final Events events;

    public SimulatedCarrier(BusinessClock clock, Ledger ledger, Script script, Network network) {
        this.clock = clock;
        this.ledger = ledger;
        this.script = script;
        this.calls = new Calls(network, REMEMBERED);
        this.throttle = new Throttle();
        this.events = new Events();
    }

    private SimulatedCarrier(BusinessClock clock, Ledger ledger, SimulatedCarrier network) {
        this.clock = clock;
        this.ledger = ledger;
        this.script = network.script;
        this.calls = network.calls;
        this.throttle = network.throttle;
        this.events = network.events;
    }

    /** The same network, as somebody else uses it: in their time, and under their name in the ledger. */
    public SimulatedCarrier seenBy(BusinessClock others, Ledger books) {
        return new SimulatedCarrier(others, books, this);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean callsOutliveUs() {
        return false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Fails when the call was placed before, which is a bug of the caller, and when the ledger cannot be written; in
     * both cases nothing rings because of this request.
     */
    @Override
    public Uni<PlaceResult> place(PlaceCall call) {
        return Uni.createFrom().item(() -> placed(call));
    }

    @Override
    public Uni<Lookup> lookup(CallKey key) {
        return Uni.createFrom().item(() -> calls.find(key));
    }

    @Override
    public Multi<CarrierEvent> events() {
        return events.all();
    }

    private PlaceResult placed(PlaceCall call) {
        Plan plan = script.plan(call);
        return switch (plan.creation()) {
            case REFUSED ->
                new Refused(Fault.NUMBER, EndReason.INVALID_PHONE_NUMBER, "The called number is not valid.");
            case THROTTLED_TWICE -> throttle.refuses(call) ? new Throttled(RETRY_AFTER) : ring(call, plan);
            case ANSWER_LOST, ACCEPTED -> ring(call, plan);
        };
    }

    private PlaceResult ring(PlaceCall call, Plan plan) {
        Instant now = clock.instant();
        calls.open(call.callId());
        try {
            ledger.placed(call, now);
        } catch (RuntimeException e) {
            calls.withdraw(call.callId());
            throw e;
        }
        later(plan.ringing(), () -> rung(call, plan));
        return plan.creation() == Creation.ANSWER_LOST
                ? new PlaceResult.Unknown("The carrier's answer got lost.")
                : new Accepted(Calls.carrierCallId(call.callId()), now);
    }

    private void rung(PlaceCall call, Plan plan) {
        Pickup pickup = plan.pickup();
        if (pickup == null) {
            end(call, plan, null);
            return;
        }
        Instant now = clock.instant();
        calls.answered(call.callId(), now);
        if (plan.telling() != Telling.DOUBLED_AND_REVERSED) {
            events.tell(new Answered(call.callId(), now));
        }
        later(pickup.talk(), () -> end(call, plan, now));
    }

    private void end(PlaceCall call, Plan plan, @Nullable Instant answeredAt) {
        Ended ended = new Ended(call.callId(), clock.instant(), plan.outcome(answeredAt));
        calls.ended(ended);
        try {
            // Before it is told: whoever hears of the end may place the next call at once, and the books must not show
            // both out.
            ledger.ended(call, ended.at(), ended.outcome().status());
        } finally {
            // A full disk does not keep a call going.
            tell(ended, plan.telling());
        }
    }

    private void tell(Ended ended, Telling telling) {
        Instant answeredAt = ended.outcome().answeredAt();
        switch (telling) {
            case ALL_ONCE -> events.tell(ended);
            case DOUBLED_AND_REVERSED -> {
                for (int i = 0; i < 2; i++) {
                    events.tell(ended);
                    if (answeredAt != null) {
                        events.tell(new Answered(ended.callId(), answeredAt));
                    }
                }
            }
            case END_LOST -> {
                // Only lookup tells.
            }
        }
    }

    private void later(Duration delay, Runnable step) {
        // A call once placed cannot be taken back: the port has no hang-up, so the timer is not kept.
        BusinessClock.Timer _ = clock.after(delay, step);
    }
}
