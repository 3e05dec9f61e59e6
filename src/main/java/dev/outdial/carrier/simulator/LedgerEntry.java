package dev.outdial.carrier.simulator;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the carrier's own books: a telephone began to ring, or a call was over.
 *
 * @param at when it was written, in real time
 * @param businessAt when it happened, in business time
 * @param replica the process that asked
 * @param outcome the word of the final status, null for a placement
 */
public record LedgerEntry(
        Instant at,
        Instant businessAt,
        Event event,
        String callId,
        String leadId,
        String campaignId,
        int attempt,
        String from,
        String to,
        String replica,
        @Nullable String outcome) {

    /** What an entry is about. */
    public enum Event {
        PLACED,
        ENDED;

        /** The word in the ledger's file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Leaves out the numbers: they are personal data. */
    @Override
    public String toString() {
        String end = outcome == null ? "" : " " + outcome;
        return at + " " + event.word() + end + " " + callId + " " + leadId + " attempt " + attempt + " by " + replica;
    }
}
