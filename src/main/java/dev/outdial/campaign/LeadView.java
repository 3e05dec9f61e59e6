package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.outdial.hours.CallingHours;
import dev.outdial.hours.LeadZones;
import dev.outdial.http.PublicId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A lead as clients see it.
 *
 * @param notes the JSON text that the database has, so that no number loses digits on the way
 * @param metadata the notes under their other name
 * @param callLogId its latest call, also while that is out; null until one was placed
 * @param attempts calls placed, one that is out included
 * @param nextAttemptAt when it is due and may be called; null unless it is pending
 * @param lastOutcome the status of its latest call that is over
 * @param endReason null until it is final
 */
@Schema(name = "Lead")
record LeadView(
        String id,
        @Nullable String name,
        String phoneNumber,
        String campaignId,
        LeadStatus status,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String notes,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String metadata,
        @Nullable String callLogId,
        Instant createdAt,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastOutcome,
        @Nullable String endReason,
        @Nullable String timeZone,
        int priority,
        @Nullable String externalId,
        Instant updatedAt) {

    /** Reads a row of {@link LeadViews}. */
    static LeadView of(Row row) {
        UUID call = row.getUUID("latest_call");
        String notes = row.getString("notes");
        return new LeadView(
                PublicId.LEAD.text(row.getUUID("id")),
                row.getString("name"),
                row.getString("phone_number"),
                PublicId.CAMPAIGN.text(row.getUUID("campaign_id")),
                LeadStatus.of(row),
                notes,
                notes,
                call == null ? null : PublicId.CALL_LOG.text(call),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getInteger("attempts"),
                nextAttemptAt(row),
                row.getString("last_outcome"),
                row.getString("end_reason"),
                row.getString("time_zone"),
                row.getInteger("priority"),
                row.getString("external_id"),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    /** When it is due, or the first time after that at which it may be called. */
    private static @Nullable Instant nextAttemptAt(Row row) {
        OffsetDateTime due = row.getOffsetDateTime("due_at");
        String hours = row.getString("calling_hours");
        if (due == null || hours == null) {
            return due == null ? null : due.toInstant();
        }
        ZoneId campaign = ZoneId.of(row.getString("campaign_time_zone"));
        return CallingHours.of(hours)
                .next(LeadZones.read(row.getString("zones"), campaign), due.toInstant())
                .opensAt();
    }
}
