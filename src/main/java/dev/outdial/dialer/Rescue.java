package dev.outdial.dialer;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * Looks after calls that nobody tells of: those of replicas that are gone, those that an answer brought which got lost,
 * those that went silent. The carrier is asked about each before anything else is done. Used by the dialer's own thread
 * only.
 */
final class Rescue {

    /** Calls that are looked up at once. */
    private static final int LOOK_UPS = 8;

    /** Calls of a dead replica taken over at a time. */
    private static final int ADOPT_MOST = 500;

    private final CallStore store;
    private final Lease lease;
    private final OpenCalls open;
    private final Settling settling;
    private final LookUp lookUp;
    private final Loop loop;
    private final Mailbox<OpenCall> silent = new Mailbox<>();
    private boolean stopping;

    Rescue(CallStore store, Lease lease, OpenCalls open, Settling settling, LookUp lookUp, Loop loop) {
        this.store = store;
        this.lease = lease;
        this.open = open;
        this.settling = settling;
        this.lookUp = lookUp;
        this.loop = loop;
    }

    /** This replica stops: what it took over now it would only hand over again. */
    void takeOverNothingMore() {
        stopping = true;
    }

    /**
     * Renews the lease, and takes over the calls of replicas that are gone. A replica that lost its own lease goes on
     * without the calls it had: whoever adopts them, perhaps itself, asks the carrier.
     */
    Uni<Void> beat() {
        return lease.renew()
                .emitOn(loop)
                .chain(held -> {
                    if (held) {
                        return Uni.createFrom().voidItem();
                    }
                    open.clear();
                    return lease.begin();
                })
                .chain(() -> stopping ? Uni.createFrom().item(List.<OpenCall>of()) : store.adopt(ADOPT_MOST))
                .emitOn(loop)
                .invoke(adopted -> adopted.forEach(this::adopted))
                .replaceWithVoid();
    }

    /**
     * Finds the calls that are this replica's without its knowledge, because the answer to a claim or an adoption got
     * lost: what nobody can have started is given back, of the others the carrier is asked.
     */
    Uni<Void> sweep(Instant now) {
        return store.overdue()
                .emitOn(loop)
                .map(overdue -> overdue.stream().filter(call -> !open.has(call)).toList())
                .chain(unknown ->
                        unknown.isEmpty() ? Uni.createFrom().item(List.<CallStore.Stray>of()) : store.strays(unknown))
                .emitOn(loop)
                .invoke(strays -> strays.forEach(stray -> found(stray, now)))
                .replaceWithVoid();
    }

    /** Puts the question for every call that has been silent for too long. */
    void askForSilent(Instant now) {
        open.silent(now).forEach(this::ask);
    }

    /** The questions, a few at a time, and what is learned. */
    Multi<?> lookUps() {
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

    private void adopted(OpenCall call) {
        open.add(call);
        ask(call);
    }

    private void found(CallStore.Stray stray, Instant now) {
        if (open.has(stray.call().claim().callId())) {
            return; // Its claim's answer came after all.
        }
        if (stray.neverStarted()) {
            settling.put(stray.call().returned(now));
        } else {
            adopted(stray.call());
        }
    }

    private void ask(OpenCall call) {
        call.toBeAsked();
        silent.put(call);
    }
}
