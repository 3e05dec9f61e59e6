package dev.outdial.dialer;

import dev.outdial.bench.Journal;
import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.Outcome;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A network that takes every call at once and ends it after a set time, and counts what nobody else may be trusted with:
 * calls open at once, and attempts placed twice.
 */
final class MeasuredCarrier implements Carrier {

    static final String KIND = "bench";

    private final Vertx vertx;
    private final Context thread;
    private final BusinessClock clock;
    private final Journal journal;
    private final Span span;
    private final boolean answers;
    private final SplittableRandom random = new SplittableRandom(1);
    private final BroadcastProcessor<CarrierEvent> events = BroadcastProcessor.create();
    private final Map<String, Integer> open = new HashMap<>();
    private final Set<String> attempts = new HashSet<>();
    private int mostOpen;
    private int placedTwice;

    /** @param answers whether somebody picks up; else nobody does, and the attempt is worth another */
    MeasuredCarrier(Vertx vertx, BusinessClock clock, Journal journal, Span span, boolean answers) {
        this.vertx = vertx;
        this.thread = vertx.getOrCreateContext();
        this.clock = clock;
        this.journal = journal;
        this.span = span;
        this.answers = answers;
    }

    /** How long calls last, in milliseconds: any time between two. */
    record Span(int least, int most) {

        /** {@code 50}, or {@code 20000-40000}. */
        static Span of(String text) {
            String[] bounds = text.split("-", 2);
            int least = Integer.parseInt(bounds[0]);
            return new Span(least, bounds.length == 1 ? least : Integer.parseInt(bounds[1]));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean callsOutliveUs() {
        return false;
    }

    @Override
    public Uni<PlaceResult> place(PlaceCall call) {
        journal.start(System.nanoTime());
        int millis;
        synchronized (this) {
            mostOpen = Math.max(mostOpen, open.merge(call.campaignId(), 1, Integer::sum));
            placedTwice += attempts.add(call.leadId() + call.attempt()) ? 0 : 1;
            millis = span.least() == span.most() ? span.least() : random.nextInt(span.least(), span.most());
        }
        Instant placed = clock.instant();
        if (millis == 0) {
            thread.runOnContext(now -> end(call, placed));
        } else {
            vertx.setTimer(millis, now -> end(call, placed));
        }
        return Uni.createFrom().item(new PlaceResult.Accepted(call.callId(), placed));
    }

    @Override
    public Uni<Lookup> lookup(CallKey key) {
        return Uni.createFrom().item(new Lookup.Unavailable("not of this carrier"));
    }

    @Override
    public Multi<CarrierEvent> events() {
        return events.onOverflow().bufferUnconditionally();
    }

    /** Calls of one campaign that were open at once. */
    synchronized int mostOpen() {
        return mostOpen;
    }

    /** Attempts that were placed a second time. */
    synchronized int placedTwice() {
        return placedTwice;
    }

    private void end(PlaceCall call, Instant placed) {
        journal.end(System.nanoTime());
        synchronized (this) {
            open.merge(call.campaignId(), -1, Integer::sum);
            events.onNext(new CarrierEvent.Ended(call.callId(), clock.instant(), outcome(placed)));
        }
    }

    private Outcome outcome(Instant placed) {
        return answers
                ? Outcome.answered(EndReason.USER_DISCONNECTED, placed, AnsweredBy.HUMAN)
                : Outcome.unanswered(CallStatus.DID_NOT_PICK, EndReason.USER_DID_NOT_PICK_UP, 480);
    }
}
