package dev.outdial.dialer;

import dev.outdial.campaign.RetryPolicy;
import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call this replica looks after, as far as the carrier has told. Its end counts once. Used by the dialer's own thread
 * only.
 */
final class OpenCall {

    /** How long after its longest possible life a silent call is asked for. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Claim claim;
    private final Instant deadline;
    private @Nullable String carrierCallId;
    private @Nullable Instant placedAt;
    private @Nullable Instant answeredAt;
    private Instant lookAt;
    private int misses;
    private boolean asked;
    private boolean over;

    /** @param deadline when it is surely over: then the carrier is asked for what it did not tell */
    OpenCall(Claim claim, Instant deadline) {
        this.claim = claim;
        this.deadline = deadline;
        this.lookAt = deadline;
    }

    /** A call that was claimed at this time. */
    static OpenCall claimed(Claim claim, Instant now) {
        return new OpenCall(
                claim,
                now.plus(claim.placeCall().ringTimeout())
                        .plus(claim.placeCall().maxDuration())
                        .plus(SILENCE));
    }

    Claim claim() {
        return claim;
    }

    CallKey key() {
        CallKey key = claim.placeCall().key();
        return new CallKey(key.callId(), carrierCallId, key.from(), key.to());
    }

    boolean isOver() {
        return over;
    }

    /** Whether the carrier should be asked what became of it. */
    boolean isSilent(Instant now) {
        return !over && !asked && !lookAt.isAfter(now);
    }

    /** It waits for its turn to be asked for; once is enough. */
    void toBeAsked() {
        asked = true;
    }

    void lookAgainAt(Instant at) {
        asked = false;
        lookAt = at;
    }

    boolean isPastDeadline(Instant now) {
        return !deadline.isAfter(now);
    }

    /** The carrier does not find it; answers how many times that was so. */
    int missed() {
        return ++misses;
    }

    /** Whether the carrier has never said a word of it. */
    boolean neverHeardOf() {
        return placedAt == null;
    }

    /** The carrier has it. */
    Note placed(@Nullable String id, Instant at) {
        carrierCallId = id == null ? carrierCallId : id;
        placedAt = placedAt == null ? at : placedAt;
        return note();
    }

    /** Somebody picked up. */
    Note answered(Instant at) {
        answeredAt = answeredAt == null ? at : answeredAt;
        placedAt = placedAt == null ? at : placedAt;
        return note();
    }

    /** It is over; the lead is due again where its campaign's policy says so. */
    Settlement ended(Outcome outcome, Instant at) {
        over = true;
        return new Settlement.Ended(claim, outcome, carrierCallId, placedAt, at, retryAt(outcome, at));
    }

    /** It was surely never placed. */
    Settlement returned(Instant dueAt) {
        over = true;
        return new Settlement.Returned(claim, dueAt);
    }

    private @Nullable Instant retryAt(Outcome outcome, Instant at) {
        return switch (claim.retryPolicy().after(claim.attempt(), outcome)) {
            case RetryPolicy.Next.Again again -> at.plus(again.interval());
            case RetryPolicy.Next.Completed completed -> null;
            case RetryPolicy.Next.Failed failed -> null;
        };
    }

    private Note note() {
        return new Note(claim.callId(), carrierCallId, placedAt, answeredAt);
    }
}
