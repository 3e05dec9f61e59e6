package dev.outdial.carrier.simulator;

import dev.outdial.carrier.PlaceCall;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns an attempt away twice and lets it pass the third time, by whatever call id it comes. */
final class Throttle {

    private static final int TIMES = 2;
    /** Attempts that never come back, as those of a cancelled campaign, must not pile up. */
    private static final int REMEMBERED = 10_000;

    private final Map<String, Integer> refusals = new LinkedHashMap<>();

    /** Whether this request is one too many. */
    synchronized boolean refuses(PlaceCall call) {
        String attempt = call.leadId() + "/" + call.attempt();
        int before = refusals.getOrDefault(attempt, 0);
        if (before == TIMES) {
            refusals.remove(attempt);
            return false;
        }
        refusals.put(attempt, before + 1);
        if (refusals.size() > REMEMBERED) {
            refusals.remove(refusals.keySet().iterator().next());
        }
        return true;
    }
}
