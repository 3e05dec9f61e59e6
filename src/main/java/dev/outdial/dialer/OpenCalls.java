package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls this replica looks after: from the claim until their end is written. Used by the dialer's own thread only.
 */
final class OpenCalls {

    private final Map<String, OpenCall> byCallId = new HashMap<>();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();

    void add(OpenCall call) {
        byCallId.put(call.claim().placeCall().callId(), call);
    }

    /** The call that goes on under this public id; null when it is over, written, or another replica's. */
    @Nullable
    OpenCall find(String callId) {
        OpenCall call = byCallId.get(callId);
        return call == null || call.isOver() ? null : call;
    }

    /** Whether this call is looked after here, be it over or not. */
    boolean has(Claim claim) {
        return byCallId.containsKey(claim.placeCall().callId());
    }

    /** The end of this call is written. */
    void remove(Claim claim) {
        byCallId.remove(claim.placeCall().callId());
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

    /** Completes when there is none. */
    Uni<Void> drained() {
        return Uni.createFrom().emitter(emitter -> {
            if (byCallId.isEmpty()) {
                emitter.complete(null);
            } else {
                waiting.add(emitter);
            }
        });
    }

    private void tellWhenEmpty() {
        if (byCallId.isEmpty()) {
            waiting.forEach(emitter -> emitter.complete(null));
            waiting.clear();
        }
    }
}
