package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Locale;

/**
 * Where a lead stands. It is no column: a lead is in exactly one of the queue ({@code lead_due}), the calls that are out
 * ({@code open_call}) or at its end ({@code lead.final}), and each change from one to another is one transaction.
 */
public enum LeadStatus {
    /** Waits in the queue for its first or next attempt; the dialer's claim moves it on. A crash leaves it there. */
    PENDING,
    /** A call is out; the dialer's settle moves it on. After a crash another replica takes the call over. */
    IN_PROGRESS,
    /** A call was answered. Final; a crash leaves it so. */
    COMPLETED,
    /** No attempts are left, or none is worth making; the end reason says which. Final; a crash leaves it so. */
    FAILED,
    /** Taken out by its owner. A call that was out goes on and is logged, and is not followed by another. */
    REMOVED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire, and of a final outcome in the database. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The status of a row of {@link LeadViews}. */
    static LeadStatus of(Row row) {
        if (row.getValue("removed_at") != null) {
            return REMOVED;
        }
        String end = row.getString("final");
        if (end != null) {
            return valueOf(end.toUpperCase(Locale.ROOT));
        }
        return row.getValue("open_call") == null ? PENDING : IN_PROGRESS;
    }
}
