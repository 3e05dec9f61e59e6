package dev.outdial.campaign;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What follows an attempt: the end of the lead, or another attempt after an interval. A pure function of the attempt's
 * number and its outcome; one budget counts every attempt, whatever its outcome was.
 *
 * @param maxRetries attempts after the first, 0 to {@value #MOST_RETRIES}
 * @param intervals from the end of an attempt to the next; the first entry after the first attempt, the last one repeated
 * @param retryOn which outcomes are worth another attempt
 */
public record RetryPolicy(int maxRetries, List<Duration> intervals, Set<RetryOn> retryOn) {

    /** Bound of {@code max_retries}. */
    public static final int MOST_RETRIES = 10;

    /** Bound of an interval, in minutes: 30 days. */
    public static final int LONGEST_INTERVAL_MINUTES = 43_200;

    /** Retries what nobody answered and what the network failed to deliver; a voicemail only by choice. */
    public static final Set<RetryOn> DEFAULT_RETRY_ON =
            Set.of(RetryOn.DID_NOT_PICK, RetryOn.NO_ANSWER, RetryOn.BUSY, RetryOn.FAILED);

    public RetryPolicy {
        if (maxRetries < 0 || maxRetries > MOST_RETRIES || intervals.isEmpty()) {
            throw new IllegalArgumentException("maxRetries " + maxRetries + ", intervals " + intervals);
        }
        intervals = List.copyOf(intervals);
        retryOn = Set.copyOf(retryOn);
    }

    /** Reads the form the campaign's row keeps. */
    public static RetryPolicy of(JsonObject json) {
        List<Duration> intervals = json.getJsonArray("intervals_minutes", new JsonArray()).stream()
                .map(minutes -> Duration.ofMinutes(((Number) minutes).longValue()))
                .toList();
        return new RetryPolicy(
                json.getInteger("max_retries"),
                intervals.isEmpty()
                        ? List.of(Duration.ofMinutes(json.getInteger("retry_interval_minutes")))
                        : intervals,
                json.getJsonArray("retry_on").stream()
                        .map(word -> RetryOn.of((String) word))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** What follows attempt {@code attempt} (from 1). */
    public Next after(int attempt, Outcome outcome) {
        if (attempt <= maxRetries && retries(outcome)) {
            return new Next.Again(intervals.get(Math.min(attempt, intervals.size()) - 1));
        }
        return outcome.status() == CallStatus.COMPLETED ? new Next.Completed() : new Next.Failed();
    }

    private boolean retries(Outcome outcome) {
        return switch (outcome.status()) {
            case COMPLETED -> outcome.reason() == EndReason.VOICEMAIL_DETECTED && retryOn.contains(RetryOn.VOICEMAIL);
            case DID_NOT_PICK -> retryOn.contains(RetryOn.DID_NOT_PICK);
            case NO_ANSWER -> retryOn.contains(RetryOn.NO_ANSWER);
            case BUSY -> retryOn.contains(RetryOn.BUSY);
            case FAILED -> passing(outcome.reason()) && retryOn.contains(RetryOn.FAILED);
            case CREATED, INITIATED, SENT, RECEIVED, CANCELLED, RETRY_EXPIRED -> false;
        };
    }

    /**
     * Whether a failure may be gone next time. A wrong number stays wrong, and somebody who declined has said no: neither
     * is called again.
     */
    private static boolean passing(EndReason reason) {
        return switch (reason) {
            case NETWORK_FAILURE, SIP_TRUNK_UNREACHABLE, SIP_AUTH_FAILED, UNKNOWN -> true;
            case USER_DISCONNECTED,
                    AGENT_DISCONNECTED,
                    USER_DID_NOT_PICK_UP,
                    USER_BUSY,
                    USER_UNREACHABLE,
                    USER_DECLINED,
                    INVALID_PHONE_NUMBER,
                    UNALLOCATED_PHONE_NUMBER,
                    DESTINATION_FORBIDDEN,
                    VOICEMAIL_DETECTED,
                    MAX_DURATION,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_ENDED,
                    SUPPRESSED -> false;
        };
    }

    /** What follows an attempt. */
    public sealed interface Next {

        /** Another attempt, so long after the end of this one. */
        record Again(Duration interval) implements Next {}

        /** The lead is done: somebody, or something, picked up. */
        record Completed() implements Next {}

        /** The lead is done: not retryable, or no attempts left. */
        record Failed() implements Next {}
    }
}
