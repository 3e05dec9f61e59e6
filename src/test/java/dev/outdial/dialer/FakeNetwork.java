package dev.outdial.dialer;

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
import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.dialer.Anomaly.Kind;
import dev.outdial.dialer.Anomaly.Point;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The telephone network of a simulated run, one for all replicas, with books of its own. It never lies, but its answers
 * and its news may be late, lost, doubled or out of order, and a call is listed only some seconds after it was placed.
 */
final class FakeNetwork {

    static final String KIND = "fake";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LISTED = Duration.ofSeconds(4);

    private final Simulation run;
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<LedgerEntry> sent = new ArrayList<>();
    private final Map<String, Ongoing> calls = new HashMap<>();
    private final Map<SimulatedReplica, MultiEmitter<? super CarrierEvent>> listeners = new LinkedHashMap<>();

    FakeNetwork(Simulation run) {
        this.run = run;
    }

    List<LedgerEntry> ledger() {
        return ledger;
    }

    /** What was asked for, when the request left. */
    List<LedgerEntry> sent() {
        return sent;
    }

    /** The network as one replica reaches it. */
    Carrier carrierFor(SimulatedReplica replica) {
        return new Carrier() {
            @Override
            public String kind() {
                return KIND;
            }

            @Override
            public boolean callsOutliveUs() {
                return true;
            }

            @Override
            public Uni<PlaceResult> place(PlaceCall call) {
                return Uni.createFrom().emitter(emitter -> {
                    int n = run.count(Point.PLACEMENT);
                    Anomaly anomaly = run.strikes(Point.PLACEMENT, n);
                    sent.add(entry(Event.PLACED, call, replica, null));
                    run.time().after(run.toCarrier("request", n), () -> {
                        PlaceResult result = request(call, replica, anomaly);
                        Duration way = way(anomaly, result, n);
                        run.time().after(way, () -> replica.execute(() -> emitter.complete(result)));
                    });
                });
            }

            @Override
            public Uni<Lookup> lookup(CallKey key) {
                return Uni.createFrom().emitter(emitter -> {
                    int n = run.count(Point.LOOK_UP);
                    boolean unavailable = run.strikes(Point.LOOK_UP, n).kind() == Kind.UNAVAILABLE;
                    run.time().after(run.toCarrier("question", n), () -> {
                        Lookup found = unavailable ? new Lookup.Unavailable("simulated") : find(key);
                        run.journal().tell(replica, "learns of " + key.callId() + ": " + found);
                        run.time()
                                .after(
                                        run.toCarrier("finding", n),
                                        () -> replica.execute(() -> emitter.complete(found)));
                    });
                });
            }

            @Override
            public Multi<CarrierEvent> events() {
                return Multi.createFrom()
                        .<CarrierEvent>emitter(emitter -> listeners.put(replica, emitter), BackPressureStrategy.BUFFER);
            }
        };
    }

    private static Duration way(Anomaly anomaly, PlaceResult result, int n) {
        if (result instanceof PlaceResult.Unknown) {
            return TIMEOUT;
        }
        return anomaly.kind() == Kind.ANSWER_OF_CARRIER_LATE
                ? Duration.ofSeconds(anomaly.much())
                : Duration.ofMillis(1 + n % 50);
    }

    private PlaceResult request(PlaceCall call, SimulatedReplica replica, Anomaly anomaly) {
        if (anomaly.kind() != Kind.NOTHING) {
            run.journal().tell(replica, anomaly.kind() + " strikes " + call.callId());
        }
        return switch (anomaly.kind()) {
            case REQUEST_LOST -> new PlaceResult.Unknown("simulated");
            case THROTTLED -> new PlaceResult.Throttled(Duration.ofSeconds(anomaly.much()));
            case REFUSED -> refused(PlaceResult.Fault.NUMBER, EndReason.INVALID_PHONE_NUMBER);
            case ALL_REFUSED -> refused(PlaceResult.Fault.CONFIG, EndReason.UNKNOWN);
            case ANSWER_OF_CARRIER_LOST -> {
                ring(call, replica);
                yield new PlaceResult.Unknown("simulated");
            }
            case CRASH_WHILE_PLACING -> {
                PlaceResult result = ring(call, replica);
                replica.crash(Duration.ofSeconds(anomaly.much()));
                yield result;
            }
            default -> ring(call, replica);
        };
    }

    private static PlaceResult refused(PlaceResult.Fault fault, EndReason reason) {
        return new PlaceResult.Refused(fault, reason, "simulated");
    }

    private PlaceResult ring(PlaceCall call, SimulatedReplica replica) {
        run.journal().tell(replica, "places " + call.callId() + " of " + call.leadId() + ", attempt " + call.attempt());
        Ongoing ongoing = new Ongoing(call, replica, run.time().business());
        calls.put(call.callId(), ongoing);
        write(Event.PLACED, ongoing, null);
        RandomGenerator random = run.chance().of("fate of " + call.leadId(), call.attempt());
        boolean answered = random.nextInt(3) == 0;
        long longest = run.scenario().cast().longestRing().toMillis();
        Duration ringing = Duration.ofMillis(random.nextLong(1, longest));
        Duration talk = Duration.ofMillis(random.nextLong(1, longest));
        CallStatus status = random.nextBoolean() ? CallStatus.BUSY : CallStatus.DID_NOT_PICK;
        run.time().after(ringing, () -> {
            if (answered) {
                Instant at = run.time().business();
                ongoing.answeredAt = at;
                tell(ongoing, new CarrierEvent.Answered(call.callId(), at));
                run.time()
                        .after(
                                talk,
                                () -> end(
                                        ongoing, Outcome.answered(EndReason.USER_DISCONNECTED, at, AnsweredBy.HUMAN)));
            } else {
                end(ongoing, Outcome.unanswered(status, EndReason.USER_BUSY, null));
            }
        });
        return new PlaceResult.Accepted("carrier-" + call.callId(), ongoing.placedAt);
    }

    private void end(Ongoing ongoing, Outcome outcome) {
        CarrierEvent.Ended ended =
                new CarrierEvent.Ended(ongoing.call.callId(), run.time().business(), outcome);
        ongoing.ended = ended;
        write(Event.ENDED, ongoing, outcome.status().word());
        run.journal()
                .tell(
                        ongoing.replica,
                        ongoing.call.callId() + " ends: " + outcome.status().word());
        tell(ongoing, ended);
    }

    private void tell(Ongoing ongoing, CarrierEvent event) {
        int n = run.count(Point.TELLING);
        Anomaly anomaly = run.strikes(Point.TELLING, n);
        Kind kind = anomaly.kind();
        if (kind == Kind.UNTOLD) {
            return;
        }
        Duration way = kind == Kind.TOLD_LATE ? Duration.ofSeconds(anomaly.much()) : run.toCarrier("news", n);
        run.time().after(way, () -> hear(ongoing, event));
        if (kind == Kind.TOLD_TWICE) {
            run.time().after(way.plusSeconds(anomaly.much()), () -> hear(ongoing, event));
        }
    }

    private void hear(Ongoing ongoing, CarrierEvent event) {
        boolean all = run.scenario().told() == Scenario.Told.ALL;
        listeners.forEach((replica, emitter) -> {
            if (all || replica == ongoing.replica) {
                replica.execute(() -> emitter.emit(event));
            }
        });
    }

    private Lookup find(CallKey key) {
        Ongoing ongoing = calls.get(key.callId());
        boolean sure = run.scenario().sure();
        if (!run.isGuarded(Guard.ASKING)) {
            return new Lookup.NotFound(true);
        }
        if (ongoing == null
                || (!sure && ongoing.placedAt.plus(LISTED).isAfter(run.time().business()))) {
            return new Lookup.NotFound(sure);
        }
        return ongoing.ended == null
                ? new Lookup.Live("carrier-" + key.callId(), ongoing.answeredAt)
                : new Lookup.Over(ongoing.ended);
    }

    private void write(Event event, Ongoing ongoing, @Nullable String outcome) {
        ledger.add(entry(event, ongoing.call, ongoing.replica, outcome));
    }

    private LedgerEntry entry(Event event, PlaceCall call, SimulatedReplica replica, @Nullable String outcome) {
        return new LedgerEntry(
                run.time().real(),
                run.time().business(),
                event,
                call.callId(),
                call.leadId(),
                call.campaignId(),
                call.attempt(),
                call.from(),
                call.to(),
                replica.toString(),
                outcome);
    }

    /** A call, for ever. */
    private static final class Ongoing {
        private final PlaceCall call;
        private final SimulatedReplica replica;
        private final Instant placedAt;
        private @Nullable Instant answeredAt;
        private CarrierEvent.@Nullable Ended ended;

        Ongoing(PlaceCall call, SimulatedReplica replica, Instant placedAt) {
            this.call = call;
            this.replica = replica;
            this.placedAt = placedAt;
        }
    }
}
