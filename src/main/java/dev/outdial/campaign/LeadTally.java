package dev.outdial.campaign;

import dev.outdial.campaign.file.FileError;
import dev.outdial.campaign.file.FileReport;
import dev.outdial.http.ApiException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What many leads at once came to before anything was stored.
 *
 * @param good leads that can be called
 * @param withoutNumber rows left out because they have no number
 * @param duplicates rows left out because their number came before
 * @param wrong rows that cannot be called
 * @param errors the first of the wrong rows' errors, at most {@value FileReport#MAX_ERRORS}
 */
record LeadTally(int good, int withoutNumber, int duplicates, int wrong, List<FileError> errors) {

    /** A file's. */
    static LeadTally of(FileReport report) {
        return new LeadTally(
                report.leads(), report.withoutNumber(), report.duplicates(), report.errorCount(), report.errors());
    }

    /** The answer when one wrong row refuses all. */
    ApiException refusal() {
        String rows = wrong == 1 ? "1 row is wrong" : wrong + " rows are wrong";
        return ApiException.badRequest(rows + "; nothing was stored")
                .with("error_count", wrong)
                .with("errors", errors);
    }

    /**
     * The same leads, so many of which turned out to be on the do-not-call list.
     *
     * @param first the first of their errors
     */
    LeadTally without(int suppressed, List<FileError> first) {
        List<FileError> all = Stream.concat(errors.stream(), first.stream())
                .sorted(Comparator.comparing(FileError::row, Comparator.nullsFirst(Comparator.naturalOrder())))
                .limit(FileReport.MAX_ERRORS)
                .toList();
        return new LeadTally(good - suppressed, withoutNumber, duplicates, wrong + suppressed, all);
    }
}
