package dev.outdial.dialer;

import dev.outdial.carrier.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an open call is closed. */
sealed interface Settlement extends Told {

    Claim claim();

    /** When the lead is due again; null when it is done. */
    @Nullable
    Instant dueAgain();

    /**
     * The attempt was made and is over.
     *
     * @param placedAt null when the carrier never accepted it
     * @param retryAt when the lead is due again, null when it is done
     */
    record Ended(
            Claim claim,
            Outcome outcome,
            @Nullable String carrierCallId,
            @Nullable Instant placedAt,
            Instant endedAt,
            @Nullable Instant retryAt)
            implements Settlement {

        @Override
        public @Nullable Instant dueAgain() {
            return retryAt;
        }
    }

    /** It was surely never placed: the lead waits again with the same attempt number. */
    record Returned(Claim claim, Instant dueAt) implements Settlement {

        @Override
        public Instant dueAgain() {
            return dueAt;
        }
    }
}
