package dev.outdial.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.outdial.campaign.NewBatch;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link BatchResource} takes, for the description of the API alone. */
final class BatchBodies {

    private static final String DAILY = "Every day, by the clocks of those who are called: 09:30.";

    private BatchBodies() {}

    /** A batch to be made. */
    @Schema(
            name = "NewBatch",
            requiredProperties = {"file", "title", "agent_id"})
    record New(
            @Schema(
                    type = SchemaType.STRING,
                    format = "binary",
                    description = "CSV, XLSX or XLS, at most 10 MB, with a column phone_number, as for a campaign. "
                            + "One wrong row refuses all.")
            String file,

            @Schema(description = "Also accepted as name.", maxLength = NewBatch.TITLE_MAX)
            String title,

            String agentId,

            @Schema(description = "Stored and echoed.") @Nullable
            Integer agentVersionNumber,

            @Schema(description = "Also accepted as scheduled_at.") @Nullable
            Instant startsAt,

            @Nullable Instant endsAt,

            @Schema(description = DAILY) @Nullable String callingHoursStart,

            @Schema(description = DAILY) @Nullable String callingHoursEnd,

            @Schema(description = "Of those about whom nothing is known; the agent's unless told.") @Nullable
            String timeZone,

            @Schema(description = "E.164; the agent's own unless told.") @Nullable
            String fromPhoneNumber,

            @Schema(minimum = "1", maximum = "1000", defaultValue = "5") @Nullable
            Integer maxConcurrentCalls,

            @Schema(description = "A campaign's retry_config as JSON text.") @Nullable
            String retryConfig,

            @Schema(description = "A calling code or two letters: +91, 91, IN. Also accepted as countryCode.") @Nullable
            String countryCode,

            @Schema(
                    enumeration = {"keep", "skip"},
                    defaultValue = "keep")
            @Nullable
            String onDuplicate) {}

    /** What is to be done to one. */
    @Schema(name = "BatchActionName", requiredProperties = "action", examples = """
                    {"action": "pause"}""")
    record Action(
            @Schema(enumeration = {"pause", "resume", "cancel"}) @JsonProperty("action")
            String action) {}
}
