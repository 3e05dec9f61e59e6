package dev.outdial.suppression;

import dev.outdial.account.DoNotCall;
import dev.outdial.campaign.file.FileError;
import java.util.List;

/**
 * The answer to many numbers at once. What can be read is on the list, whatever else is wrong: to refuse all for one row
 * would have the others called.
 *
 * @param suppressionsCreated numbers that were not on the list before
 * @param alreadyListed rows whose number was, or came before
 * @param rowsSkipped rows without a number
 * @param leadsFailed leads that waited to be called under these numbers, and are failed now
 * @param errorCount rows that are wrong
 * @param errors the first of their errors
 */
record SuppressionsAdded(
        int suppressionsCreated,
        int alreadyListed,
        int rowsSkipped,
        int leadsFailed,
        String message,
        int errorCount,
        List<FileError> errors) {

    static SuppressionsAdded of(DoNotCall.Added added, Tally tally) {
        return new SuppressionsAdded(
                added.entries(),
                tally.good() - added.entries(),
                tally.withoutNumber(),
                added.leads(),
                added.entries() + (added.entries() == 1 ? " number" : " numbers") + " put on the do-not-call list.",
                tally.wrong(),
                tally.errors());
    }

    /** What the rows came to. */
    record Tally(int good, int withoutNumber, int wrong, List<FileError> errors) {}
}
