package dev.outdial.testing;

import dev.outdial.http.PublicId;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/** An attempt that ended, as the service's own call log has it, in the words of the carrier's ledger. */
public record LoggedAttempt(String callId, String leadId, int attempt, String status, String reason) {

    /** All of them. */
    public static final String READ = "SELECT id, lead_id, attempt, status, end_reason FROM call_log";

    public LoggedAttempt(UUID call, UUID lead, int attempt, String status, String reason) {
        this(PublicId.CALL.text(call), PublicId.LEAD.text(lead), attempt, status, reason);
    }

    /** The attempt that a row of {@link #READ} holds. */
    public static LoggedAttempt of(Row row) {
        return new LoggedAttempt(
                row.getUUID("id"),
                row.getUUID("lead_id"),
                row.getInteger("attempt"),
                row.getString("status"),
                row.getString("end_reason"));
    }

    /** Whether nobody could tell how it ended. */
    boolean isUnknown() {
        return reason.equals("unknown");
    }
}
