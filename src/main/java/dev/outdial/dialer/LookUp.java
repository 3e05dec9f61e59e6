package dev.outdial.dialer;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.Outcome;
import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks the carrier what became of a call that went silent. A second call to a person is worse than a missed one: only a
 * carrier's certain "never placed" gives the lead back; what cannot be known ends as {@code failed/unknown} and counts.
 */
final class LookUp {

    /** When a call whose first answer got lost is asked for. Carriers list a call some seconds after they took it. */
    static final Duration FIRST = Duration.ofSeconds(5);

    /** Between two questions about one call. */
    static final Duration AGAIN = Duration.ofSeconds(15);

    /** After so many questions that found nothing, nothing will be found. */
    static final int MOST = 4;

    private final Carriers carriers;
    private final BusinessClock clock;

    LookUp(Carriers carriers, BusinessClock clock) {
        this.carriers = carriers;
        this.clock = clock;
    }

    /** Asks the carrier. */
    Uni<Lookup> ask(OpenCall call) {
        return carriers.lookup(call.claim().carrier(), call.key());
    }

    /** What is to be written about the call; empty where it is to be asked for again later. */
    Optional<Told> learned(OpenCall call, Lookup found) {
        Instant now = clock.instant();
        call.lookAgainAt(now.plus(AGAIN));
        if (call.isOver()) {
            return Optional.empty(); // Its end came while we asked.
        }
        return switch (found) {
            case Lookup.Over over ->
                Optional.of(call.ended(over.ended().outcome(), over.ended().at()));
            case Lookup.Live live ->
                Optional.of(
                        live.answeredAt() == null
                                ? call.placed(live.carrierCallId(), now)
                                : call.answered(live.answeredAt()));
            case Lookup.NotFound missing
            when missing.definitive() && call.neverHeardOf() -> Optional.of(call.returned(now));
            case Lookup.NotFound missing -> call.missed() < MOST ? Optional.empty() : Optional.of(lost(call, now));
            case Lookup.Unavailable unavailable ->
                call.isPastDeadline(now) && call.missed() >= MOST ? Optional.of(lost(call, now)) : Optional.empty();
        };
    }

    private static Settlement lost(OpenCall call, Instant now) {
        return call.ended(Outcome.unanswered(CallStatus.FAILED, EndReason.UNKNOWN, null), now);
    }
}
