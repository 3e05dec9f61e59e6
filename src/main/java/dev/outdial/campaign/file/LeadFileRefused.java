package dev.outdial.campaign.file;

import dev.outdial.http.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file cannot be taken, in whatever mode: nothing of it may be stored, rows that were read before included. A
 * client's mistake; its message is for the client.
 */
public final class LeadFileRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient FileError error;

    LeadFileRefused(FileError error) {
        this(error, null);
    }

    LeadFileRefused(FileError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    static LeadFileRefused unreadable(String message) {
        return new LeadFileRefused(FileError.file(FileError.Reason.UNREADABLE_FILE, message, null));
    }

    static LeadFileRefused unreadable(int row, @Nullable String column, String message) {
        return new LeadFileRefused(FileError.at(row, column, null, FileError.Reason.UNREADABLE_FILE, message));
    }

    /** What is wrong, and where. */
    public FileError error() {
        return error;
    }

    /** The 400 that the client gets. */
    public ApiException answer() {
        return ApiException.badRequest(error.message()).with("error_count", 1).with("errors", List.of(error));
    }
}
