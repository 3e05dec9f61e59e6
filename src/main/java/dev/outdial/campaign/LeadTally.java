package dev.outdial.campaign;

import dev.outdial.campaign.file.FileError;
import dev.outdial.campaign.file.FileReport;
import dev.outdial.campaign.file.LeadFileRefused;
import dev.outdial.http.ApiException;
import java.util.List;

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

    /** The answer to a file that cannot be taken in whatever mode. */
    static ApiException refusal(LeadFileRefused file) {
        return refusal(file.error().message(), 1, List.of(file.error()));
    }

    /** The answer when one wrong row refuses all. */
    ApiException refusal() {
        String rows = wrong == 1 ? "1 row is wrong" : wrong + " rows are wrong";
        return refusal(rows + "; nothing was stored", wrong, errors);
    }

    private static ApiException refusal(String message, int wrong, List<FileError> errors) {
        return ApiException.badRequest(message).with("error_count", wrong).with("errors", errors);
    }
}
