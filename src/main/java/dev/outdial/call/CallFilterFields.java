package dev.outdial.call;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The query that {@link CallFilters} reads, for the description of the API alone: every field is a parameter. */
@Schema(name = "CallLogFilters")
record CallFilterFields(
        String agentId,
        String campaignId,
        String leadId,

        @Schema(description = "One or more statuses, separated by commas.", examples = "completed,busy")
        String status,

        String sentiment,
        @Schema(examples = "user_busy") String endReason,
        @Schema(description = "E.164.") String phoneNumber,

        @Schema(description = "The first day, in UTC.") LocalDate startDate,

        @Schema(description = "The last day, in UTC and included.")
        LocalDate endDate,

        @Schema(description = "Seconds.", minimum = "0", maximum = "" + CallFilters.SECONDS_MAX)
        int durationMin,

        @Schema(description = "Seconds.", minimum = "0", maximum = "" + CallFilters.SECONDS_MAX)
        int durationMax,

        @Schema(
                description = "The order by age.",
                enumeration = {"asc", "desc"},
                defaultValue = "desc")
        String createdAt,

        @Schema(
                description = "The order by duration, before that by age.",
                enumeration = {"asc", "desc"})
        String duration) {}
