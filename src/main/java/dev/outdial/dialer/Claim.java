package dev.outdial.dialer;

import dev.outdial.campaign.RetryPolicy;
import dev.outdial.carrier.PlaceCall;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lead taken off the queue: an open call, committed, that the carrier has not been asked for yet. It carries the
 * settings it starts with, so that an edit of the campaign leaves calls in flight alone.
 *
 * @param carrier kind of the carrier its line is on
 * @param startBy when it must have been started or given back, on the monotonic clock of its {@link Loop}
 * @param turn when it may be started, where its line has a pace
 * @param closesAt when it is no longer time to call, null where its campaign has no calling hours
 * @param probing whether it is to find out if a line whose circuit breaker is open is well again
 */
record Claim(
        UUID callId,
        UUID leadId,
        UUID campaignId,
        UUID organizationId,
        UUID lineId,
        String carrier,
        PlaceCall placeCall,
        RetryPolicy retryPolicy,
        long startBy,
        @Nullable Turn turn,
        @Nullable Instant closesAt,
        boolean probing) {

    /**
     * A place in the line's pace, on the monotonic clock.
     *
     * @param startAt not earlier, and not much later
     * @param nextAt when the line may start the next call that is not granted yet
     */
    record Turn(long startAt, long nextAt) {}

    int attempt() {
        return placeCall.attempt();
    }
}
