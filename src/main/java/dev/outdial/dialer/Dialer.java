package dev.outdial.dialer;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.Outcome;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Calls people. Two streams, each subscribed once: due leads are claimed and placed; what the carriers tell is settled,
 * and the slots that ended calls leave are filled from the same campaign and placed at once.
 *
 * <p>All state is touched on one thread, {@code loop}. What happens to a call is a value; the outages of a carrier end
 * in {@link Carriers}, those of the database here, and nowhere else.
 */
final class Dialer {

    private static final Logger LOG = Logger.getLogger(Dialer.class);

    /** How long before a paced line's next start it is asked for. */
    private static final Duration AHEAD = Duration.ofMillis(300);

    private final CallStore store;
    private final Lease lease;
    private final Carriers carriers;
    private final BusinessClock clock;
    private final Loop loop;
    private final int maxPlacing;

    private final OpenCalls open;
    private final Mailbox<Wake> wakes = new Mailbox<>();
    private final Settling settling;
    private final Alarm alarm;
    private final Starts starts;
    private final Timetable timetable;
    private final Rescue rescue;
    private final List<Cancellable> streams = new ArrayList<>();
    private boolean stopping;
    private volatile boolean broken;

    /**
     * A dialer that has not started.
     *
     * @param loop the one thread everything happens on
     * @param maxPlacing calls on their way to a carrier at once; a claim asks for no more than the room left
     */
    Dialer(CallStore store, Lease lease, Carriers carriers, BusinessClock clock, Loop loop, int maxPlacing) {
        this.store = store;
        this.lease = lease;
        this.carriers = carriers;
        this.clock = clock;
        this.loop = loop;
        this.maxPlacing = maxPlacing;
        this.open = new OpenCalls(maxPlacing);
        this.settling = new Settling(store, this, loop);
        this.alarm = new Alarm(clock, () -> wake(Wake.TIME));
        this.starts = new Starts(lease, clock, loop);
        this.timetable = new Timetable(store, clock);
        this.rescue = new Rescue(store, lease, open, settling, new LookUp(carriers, clock), loop);
    }

    /** Why to look at the queue. */
    enum Wake {
        /** A slot may be free. */
        SLOT,
        /** Time has passed, or a campaign has changed: schedules and ends are looked at too. */
        TIME
    }

    /** Starts both streams, and the look-ups beside them. */
    void start() {
        run("claim and place", placements());
        run("settle", settling.stream());
        run("hear", carriers.events().emitOn(loop).invoke(this::hear));
        run("look up", rescue.lookUps());
        wake(Wake.TIME);
    }

    /** Asks for a look at the queue; many at once are one. */
    void wake(Wake why) {
        wakes.put(why);
    }

    /** See {@link Rescue#beat}. */
    Uni<Void> beat() {
        return broken ? Uni.createFrom().voidItem() : rescue.beat(); // The others take over when the lease is over.
    }

    /** See {@link Rescue#sweep}. */
    Uni<Void> sweep() {
        return rescue.sweep(clock.instant());
    }

    /** Claims and places nothing more. What ends is written, and calls that are out are looked after. */
    void startNothing() {
        loop.execute(this::quieten);
    }

    /**
     * Places nothing more and gives back what was not placed; waits for the calls that end with this process, at most
     * {@code grace}, and then ends both streams. Calls that go on without us are left to whoever adopts them.
     */
    Uni<Void> stop(Duration grace) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(loop)
                .invoke(this::quieten)
                .chain(() -> Uni.join().first(handedBack(), loop.pause(grace)).withItem())
                .invoke(() -> streams.forEach(Cancellable::cancel));
    }

    /** Completes when no call is out and everything that ended is written. */
    Uni<Void> drained() {
        return Uni.createFrom().voidItem().emitOn(loop).chain(() -> open.drained(call -> true));
    }

    private void quieten() {
        stopping = true;
        rescue.takeOverNothingMore();
    }

    /** Completes when nothing is left that ends with this process, be it a call or something unwritten. */
    private Uni<Void> handedBack() {
        return open.drained(call -> !carriers.callsOutliveUs(call.claim().carrier()))
                .chain(settling::written);
    }

    private void run(String what, Multi<?> stream) {
        streams.add(stream.subscribe().with(item -> {}, failure -> {
            broken = true;
            LOG.fatalf(failure, "The stream \"%s\" broke: this replica leaves its calls to the others", what);
        }));
    }

    private Multi<Void> placements() {
        Multi<List<Claim>> claimed = Multi.createBy()
                .repeating()
                .uni(() -> wakes.next(Integer.MAX_VALUE).emitOn(loop).chain(this::look))
                .indefinitely();
        return Multi.createBy()
                .merging()
                .streams(claimed, settling.refills())
                .onItem()
                .<Claim>disjoint()
                .onItem()
                .transformToUni(this::place)
                .merge(maxPlacing);
    }

    private Uni<List<Claim>> look(List<Wake> why) {
        Uni<Void> time = why.contains(Wake.TIME) ? tick() : Uni.createFrom().voidItem();
        return time.chain(this::claimDue)
                .onFailure()
                .invoke(failure -> LOG.warnf("Could not claim, the next poll will: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(List.of());
    }

    private Uni<List<Claim>> claimDue() {
        int room = mayStart() ? open.reserveHalf() : 0;
        if (room == 0) {
            return Uni.createFrom().item(List.of());
        }
        return store.claim(room)
                .emitOn(loop)
                .onFailure()
                .invoke(failure -> open.release(room))
                .invoke(claims -> {
                    taken(claims, room);
                    wakeForNextStart(claims);
                    if (claims.size() == room) {
                        wake(Wake.SLOT); // There may be more.
                    }
                });
    }

    /** On a line that has a pace the next claim is worth while shortly before the next start that is not granted yet. */
    private void wakeForNextStart(List<Claim> claims) {
        claims.stream()
                .map(Claim::turn)
                .filter(Objects::nonNull)
                .mapToLong(Claim.Turn::nextAt)
                .distinct()
                .mapToObj(nextAt -> Duration.ofNanos(nextAt - loop.nanos()).minus(AHEAD))
                .forEach(pause -> loop.after(pause.isPositive() ? pause : AHEAD.dividedBy(10), () -> wake(Wake.SLOT)));
    }

    private Uni<Void> tick() {
        rescue.askForSilent(clock.instant());
        return store.tick()
                .emitOn(loop)
                .onItem()
                .ifNotNull()
                .invoke(alarm::setNoLaterThan)
                .chain(timetable::bringUpToDate)
                .emitOn(loop);
    }

    /** Sets aside room to place up to {@code wanted} calls; answers how much there was. */
    int reserve(int wanted) {
        return mayStart() ? open.reserve(wanted) : 0;
    }

    private boolean mayStart() {
        return !stopping && !broken && lease.isTrusted();
    }

    /** Something may be done at this time: a look at the queue then, at the latest. */
    void lookAt(Instant time) {
        alarm.setNoLaterThan(time);
    }

    /** Whether this replica looks after this call, and it goes on. */
    boolean isOut(UUID callId) {
        return open.goesOn(callId);
    }

    /** These calls are ours to place; what they do not need of the reserved room is free again. */
    void taken(List<Claim> claims, int reserved) {
        claims.forEach(claim -> open.add(OpenCall.claimed(claim, clock.instant())));
        open.release(reserved - claims.size());
    }

    /** The ends of these calls are written, and {@code refilled} of their slots are taken again. */
    void settled(List<Settlement> batch, int refilled) {
        for (Settlement settlement : batch) {
            open.remove(settlement.claim());
            if (settlement.dueAgain() != null) {
                alarm.setNoLaterThan(settlement.dueAgain());
            }
        }
        if (refilled < batch.size()) {
            wake(Wake.SLOT); // Another campaign may be waiting for it.
        }
    }

    private Uni<Void> place(Claim claim) {
        return starts.turnOf(claim)
                .chain(mayStart -> mayStart && !stopping
                        ? carriers.place(claim.carrier(), claim.placeCall()).emitOn(loop)
                        : Uni.createFrom().nullItem())
                .invoke(result -> placed(claim, result))
                .replaceWithVoid();
    }

    /** @param result null where the carrier was not asked */
    private void placed(Claim claim, @Nullable PlaceResult result) {
        if (open.release(1)) {
            wake(Wake.SLOT); // A claim may have found no room.
        }
        OpenCall call = open.find(claim.placeCall().callId());
        if (call == null) {
            return; // Its end was faster than the answer.
        }
        if (result == null) {
            settling.put(call.returned(clock.instant()));
            return;
        }
        switch (result) {
            case PlaceResult.Accepted accepted -> settling.put(call.placed(accepted.carrierCallId(), accepted.at()));
            case PlaceResult.Throttled throttled -> {
                starts.hold(claim.lineId(), throttled.retryAfter());
                settling.put(new LineHold(claim.lineId(), throttled.retryAfter()));
                settling.put(call.returned(clock.instant()));
            }
            case PlaceResult.Refused refused -> refused(call, refused);
            case PlaceResult.Unknown unknown -> {
                LOG.warnf("It is not known whether %s was placed: %s", claim.placeCall(), unknown.detail());
                call.lookAgainAt(clock.instant().plus(LookUp.FIRST));
                alarm.setNoLaterThan(clock.instant().plus(LookUp.FIRST));
            }
        }
    }

    private void refused(OpenCall call, PlaceResult.Refused refused) {
        switch (refused.fault()) {
            case NUMBER, CARRIER ->
                settling.put(
                        call.ended(Outcome.unanswered(CallStatus.FAILED, refused.reason(), null), clock.instant()));
            case CONFIG, ACCOUNT -> {
                settling.put(new Hold(call.claim().campaignId(), refused.message()));
                settling.put(call.returned(clock.instant()));
            }
        }
    }

    private void hear(CarrierEvent event) {
        OpenCall call = open.find(event.callId());
        if (call == null) {
            return; // A duplicate or late: an end counts once.
        }
        settling.put(
                switch (event) {
                    case CarrierEvent.Answered answered -> call.answered(answered.at());
                    case CarrierEvent.Ended ended -> call.ended(ended.outcome(), ended.at());
                });
    }
}
