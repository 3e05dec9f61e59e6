package dev.outdial.call;

import java.time.LocalDate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link CallResource} takes, for the description of the API alone. */
public final class CallBodies {

    private CallBodies() {}

    /** A call to be made. */
    @Schema(
            name = "NewCall",
            requiredProperties = {"agent_id", "phone_number"},
            examples = """
                    {"agent_id": "agt_abc123", "phone_number": "+919876543210", "from_phone_number": "+912234567890", \
                    "notes": {"plan": "gold"}, "agent_version_number": 3}""")
    record New(
            String agentId,

            @Schema(
                    description =
                            "With its country's code, or of the country that country_code or else the caller number has. "
                                    + "Also accepted as to_phone_number.")
            String phoneNumber,

            @Schema(description = "A calling code or two letters: +91, 91, IN. Also accepted as countryCode.") @Nullable
            String countryCode,

            @Schema(description = "The caller number, E.164; the agent's own unless told.") @Nullable
            String fromPhoneNumber,

            @Schema(description = "The variables of the call: strings, numbers and booleans, at most 15 with metadata.")
            @Nullable
            Map<String, Object> notes,

            @Schema(description = "Further variables; notes of the same name win.") @Nullable
            Map<String, Object> metadata,

            @Schema(
                    description = "Stored, echoed and handed to the agent as a variable.",
                    minimum = "0",
                    maximum = "1000000")
            @Nullable
            Integer agentVersionNumber) {}

    /** The query of a list of calls, which {@link CallFilters} reads: every field is a parameter. */
    @Schema(name = "CallFilters")
    public record Filters(
            String agentId,
            String campaignId,
            String leadId,

            @Schema(description = "One or more statuses, separated by commas.", examples = "completed,busy")
            String status,

            String sentiment,
            @Schema(examples = "user_busy") String endReason,

            @Schema(description = "The caller number, E.164.")
            String from,

            @Schema(description = "The called number, E.164.")
            String to,

            @Schema(description = "The first day, in UTC.") LocalDate startDate,

            @Schema(description = "The last day, in UTC and included.")
            LocalDate endDate,

            @Schema(description = "Milliseconds.", minimum = "0", maximum = "" + CallFilters.MILLISECONDS_MAX)
            int durationMin,

            @Schema(description = "Milliseconds.", minimum = "0", maximum = "" + CallFilters.MILLISECONDS_MAX)
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
}
