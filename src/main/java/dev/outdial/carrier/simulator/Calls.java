package dev.outdial.carrier.simulator;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.CarrierEvent.Ended;
import dev.outdial.carrier.Lookup;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls the network knows: all that go on, and the latest that are over. Those are counted, not timed: in a
 * rehearsal ten minutes pass within a second, and a replica that asks for a lost call must still be told. Touched by
 * the callers' threads and the clock's, each for a moment under one lock.
 */
final class Calls {

    private final Network network;
    private final int remembered;
    private final Map<String, Optional<Instant>> live = new HashMap<>();
    private final Map<String, Ended> over = new LinkedHashMap<>();
    private boolean forgot;

    /** @param remembered how many calls that are over are kept at most */
    Calls(Network network, int remembered) {
        this.network = network;
        this.remembered = remembered;
    }

    /**
     * Takes in a call before it rings.
     *
     * @throws IllegalStateException if this call was placed before: a telephone would ring twice
     */
    synchronized void open(String callId) {
        if (over.containsKey(callId) || live.putIfAbsent(callId, Optional.empty()) != null) {
            throw new IllegalStateException("Call " + callId + " was placed twice.");
        }
    }

    /** Undoes {@link #open} for a call that did not come about. */
    synchronized void withdraw(String callId) {
        live.remove(callId);
    }

    synchronized void answered(String callId, Instant at) {
        live.replace(callId, Optional.of(at));
    }

    synchronized void ended(Ended ended) {
        live.remove(ended.callId());
        over.put(ended.callId(), ended);
        if (over.size() > remembered) {
            over.remove(over.keySet().iterator().next());
            forgot = true;
        }
    }

    synchronized Lookup find(CallKey key) {
        Optional<Instant> answeredAt = live.get(key.callId());
        if (answeredAt != null) {
            return new Lookup.Live(carrierCallId(key.callId()), answeredAt.orElse(null));
        }
        Ended ended = over.get(key.callId());
        // Who has forgotten something cannot swear that there was nothing.
        return ended == null ? new Lookup.NotFound(network == Network.WHOLE && !forgot) : new Lookup.Over(ended);
    }

    /** The carrier's own id of a call. */
    static String carrierCallId(String callId) {
        return "sim_" + callId;
    }
}
