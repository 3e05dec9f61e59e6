package dev.outdial.dialer;

import dev.outdial.campaign.RetryPolicy;
import dev.outdial.carrier.PlaceCall;
import java.util.UUID;

/**
 * A lead taken off the queue: an open call, committed, that the carrier has not been asked for yet. It carries the
 * settings it starts with, so that an edit of the campaign leaves calls in flight alone.
 *
 * @param carrier kind of the carrier its line is on
 * @param startBy when it must have been started or given back, on the monotonic clock ({@link System#nanoTime})
 */
record Claim(
        UUID callId,
        UUID leadId,
        UUID campaignId,
        UUID organizationId,
        String carrier,
        PlaceCall placeCall,
        RetryPolicy retryPolicy,
        long startBy) {

    int attempt() {
        return placeCall.attempt();
    }
}
