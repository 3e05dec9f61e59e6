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
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Calls people. Two streams, each subscribed once: due leads are claimed and placed; what the carriers tell is settled,
 * and the slots that ended calls leave are filled from the same campaign and placed at once.
 *
 * <p>All state is touched on one thread, {@code loop}. What happens to a call is a value; the outages of a carrier end
 * in {@link Carriers}, those of the database here, and nowhere else.
 */
final class Dialer {

    private static final Logger LOG = Logger.getLogger(Dialer.class);

    /** Calls on their way to a carrier that are looked up at once. */
    private static final int LOOK_UPS = 8;

    /** Calls of a dead replica taken over at a time. */
    private static final int ADOPT_MOST = 500;

    private final CallStore store;
    private final Lease lease;
    private final Carriers carriers;
    private final BusinessClock clock;
    private final Loop loop;
    private final int maxPlacing;

    private final OpenCalls open;
    private final Mailbox<Wake> wakes = new Mailbox<>();
    private final Mailbox<OpenCall> silent = new Mailbox<>();
    private final Settling settling;
    private final Alarm alarm;
    private final LookUp lookUp;
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
        this.lookUp = new LookUp(carriers, clock);
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
        run("look up", lookUps());
        wake(Wake.TIME);
    }

    /** Asks for a look at the queue; many at once are one. */
    void wake(Wake why) {
        wakes.put(why);
    }

    /**
     * Renews the lease, and takes over the calls of replicas that are gone. A replica that lost its own lease goes on
     * without the calls it had: whoever adopts them, perhaps itself, asks the carrier.
     */
    Uni<Void> beat() {
        if (broken) {
            return Uni.createFrom().voidItem(); // The others take over when the lease is over.
        }
        return lease.renew()
                .emitOn(loop)
                .chain(held -> {
                    if (held) {
                        return Uni.createFrom().voidItem();
                    }
                    open.clear();
                    return lease.begin();
                })
                .chain(() -> store.adopt(ADOPT_MOST))
                .emitOn(loop)
                .invoke(adopted -> adopted.forEach(this::adopted))
                .replaceWithVoid();
    }

    /**
     * Finds the calls that are this replica's without its knowledge, because the answer to a claim or an adoption got
     * lost: what nobody can have started is given back, of the others the carrier is asked.
     */
    Uni<Void> sweep() {
        return store.overdue()
                .emitOn(loop)
                .map(overdue -> overdue.stream().filter(call -> !open.has(call)).toList())
                .chain(unknown ->
                        unknown.isEmpty() ? Uni.createFrom().item(List.<CallStore.Stray>of()) : store.strays(unknown))
                .emitOn(loop)
                .invoke(strays -> strays.forEach(this::found))
                .replaceWithVoid();
    }

    /** Places nothing more, waits for the calls that are out, at most {@code grace}, and then ends both streams. */
    Uni<Void> stop(Duration grace) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(loop)
                .invoke(() -> stopping = true)
                .chain(() -> Uni.join().first(drained(), loop.pause(grace)).withItem())
                .invoke(() -> streams.forEach(Cancellable::cancel));
    }

    /** Completes when no call is out and everything that ended is written. */
    Uni<Void> drained() {
        return Uni.createFrom().voidItem().emitOn(loop).chain(open::drained);
    }

    private void run(String what, Multi<?> stream) {
        streams.add(stream.subscribe().with(item -> {}, failure -> {
            broken = true;
            LOG.fatalf(failure, "The stream \"%s\" broke: this replica leaves its calls to the others", what);
        }));
    }

    private void adopted(OpenCall call) {
        open.add(call);
        ask(call);
    }

    private void found(CallStore.Stray stray) {
        if (open.has(stray.call().claim().callId())) {
            return; // Its claim's answer came after all.
        }
        if (stray.neverStarted()) {
            settling.put(stray.call().returned(clock.instant()));
        } else {
            adopted(stray.call());
        }
    }

    private void ask(OpenCall call) {
        call.toBeAsked();
        silent.put(call);
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
        int room = reserve(maxPlacing);
        if (room == 0) {
            return Uni.createFrom().item(List.of());
        }
        return store.claim(room)
                .emitOn(loop)
                .onFailure()
                .invoke(failure -> open.release(room))
                .invoke(claims -> {
                    taken(claims, room);
                    if (claims.size() == room) {
                        wake(Wake.SLOT); // There may be more.
                    }
                });
    }

    private Uni<Void> tick() {
        open.silent(clock.instant()).forEach(this::ask);
        return store.tick()
                .emitOn(loop)
                .onItem()
                .ifNotNull()
                .invoke(alarm::setNoLaterThan)
                .replaceWithVoid();
    }

    /** Sets aside room to place up to {@code wanted} calls; answers how much there was. */
    int reserve(int wanted) {
        return stopping || broken || !lease.isTrusted() ? 0 : open.reserve(wanted);
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
        // The last moment: a claim that waited too long may have been paused, or adopted, since.
        boolean late = stopping || !lease.isTrusted() || loop.nanos() - claim.startBy() >= 0;
        Uni<PlaceResult> asked = late
                ? Uni.createFrom().item(new PlaceResult.Throttled(Duration.ZERO))
                : carriers.place(claim.carrier(), claim.placeCall());
        return asked.emitOn(loop).invoke(result -> placed(claim, result)).replaceWithVoid();
    }

    private void placed(Claim claim, PlaceResult result) {
        if (open.release(1)) {
            wake(Wake.SLOT); // A claim may have found no room.
        }
        OpenCall call = open.find(claim.placeCall().callId());
        if (call == null) {
            return; // Its end was faster than the answer.
        }
        switch (result) {
            case PlaceResult.Accepted accepted -> settling.put(call.placed(accepted.carrierCallId(), accepted.at()));
            case PlaceResult.Throttled throttled ->
                settling.put(call.returned(clock.instant().plus(throttled.retryAfter())));
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

    private Multi<?> lookUps() {
        return Multi.createBy()
                .repeating()
                .uni(() -> silent.next(1).map(List::getFirst))
                .indefinitely()
                .onItem()
                .transformToUni(call -> lookUp.ask(call)
                        .emitOn(loop)
                        .invoke(found -> lookUp.learned(call, found).ifPresent(settling::put)))
                .merge(LOOK_UPS);
    }
}
