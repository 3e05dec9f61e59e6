package dev.outdial.carrier;

import java.time.Duration;
import java.util.Map;

/**
 * One attempt to reach one person.
 *
 * @param callId our public id of the call ({@code call_...}), unique for ever; carriers pass it back to us
 * @param leadId our public id of the person called ({@code lead_...})
 * @param campaignId our public id of the campaign ({@code cmp_...})
 * @param attempt 1 for the first
 * @param from caller number, E.164
 * @param to called number, E.164
 * @param variables what the voice agent may say, built-in ones included
 * @param ringTimeout how long it may ring, in business time
 * @param maxDuration how long it may last once answered, in business time
 * @param hangUpOnMachine whether an answering machine ends the call
 */
public record PlaceCall(
        String callId,
        String leadId,
        String campaignId,
        int attempt,
        String from,
        String to,
        Map<String, String> variables,
        Duration ringTimeout,
        Duration maxDuration,
        boolean hangUpOnMachine) {

    public PlaceCall {
        variables = Map.copyOf(variables);
    }

    /** By what the call is asked for later, before the carrier has told its own id. */
    public CallKey key() {
        return new CallKey(callId, null, from, to);
    }

    /** Leaves out the called number and the variables: both are personal data. */
    @Override
    public String toString() {
        return "PlaceCall[" + callId + " attempt " + attempt + "]";
    }
}
