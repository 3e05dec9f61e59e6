package dev.outdial.dialer;

import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls this replica looks after: from the claim until their end is written. Used by the dialer's own thread only.
 */
final class OpenCalls {

    /** The oldest first. */
    private final Map<String, OpenCall> byCallId = new LinkedHashMap<>();

    private final List<Waiting> waiting = new ArrayList<>();
    private final int maxPlacing;
    private int placing;

    /** @param maxPlacing calls on their way to a carrier at once, those included that a claim may bring */
    OpenCalls(int maxPlacing) {
        this.maxPlacing = maxPlacing;
    }

    /**
     * Sets aside half of the room there is. A claim that took all of it would leave none for the slots of calls that end
     * while it is under way, and the next claim would take those, too: nothing would ever be refilled.
     */
    int reserveHalf() {
        return reserve((maxPlacing - placing + 1) / 2);
    }

    /** Sets aside room to place up to {@code wanted} calls; answers how much there was. */
    int reserve(int wanted) {
        int room = Math.max(0, Math.min(wanted, maxPlacing - placing));
        placing += room;
        return room;
    }

    /** Room that is not needed any more; answers whether there was none before. */
    boolean release(int room) {
        boolean full = placing >= maxPlacing;
        placing -= room;
        tellWhenEmpty();
        return full && placing < maxPlacing;
    }

    void add(OpenCall call) {
        byCallId.put(call.claim().placeCall().callId(), call);
    }

    /** The call that goes on under this public id; null when it is over, written, or another replica's. */
    @Nullable
    OpenCall find(String callId) {
        OpenCall call = byCallId.get(callId);
        return call == null || call.isOver() ? null : call;
    }

    /** Whether this call is looked after here and not over. */
    boolean goesOn(UUID callId) {
        return find(PublicId.CALL.text(callId)) != null;
    }

    /** Whether this call is looked after here, be it over or not. */
    boolean has(UUID callId) {
        return byCallId.containsKey(PublicId.CALL.text(callId));
    }

    /** The end of this call is written, unless it was adopted again meanwhile and its end came to nothing. */
    void remove(Claim claim) {
        byCallId.computeIfPresent(claim.placeCall().callId(), (id, call) -> call.isOver() ? null : call);
        tellWhenEmpty();
    }

    /** None of these calls is this replica's any more. */
    void clear() {
        byCallId.clear();
        tellWhenEmpty();
    }

    /** Calls that have been silent for longer than they can have lasted, or whose first answer got lost. */
    List<OpenCall> silent(Instant now) {
        return byCallId.values().stream().filter(call -> call.isSilent(now)).toList();
    }

    /**
     * Completes when none is under way, none that is over is still to be written, and none is left of those to wait for.
     */
    Uni<Void> drained(Predicate<OpenCall> waitFor) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Waiting(waitFor, emitter));
            tellWhenEmpty();
        });
    }

    private void tellWhenEmpty() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> served = waiting.stream().filter(this::isDrainedFor).toList();
        waiting.removeAll(served);
        served.forEach(one -> one.emitter().complete(null));
    }

    private boolean isDrainedFor(Waiting one) {
        return placing == 0
                && byCallId.values().stream()
                        .noneMatch(call -> call.isOver() || one.waitFor().test(call));
    }

    private record Waiting(Predicate<OpenCall> waitFor, UniEmitter<? super Void> emitter) {}
}
