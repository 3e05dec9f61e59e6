package dev.outdial.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the resources of campaigns take, for the description of the API alone. */
final class CampaignBodies {

    private static final String CALLS = "Calls that it may have out at once.";
    private static final String CALLS_MAX = "" + Campaign.MAX_CONCURRENT_CALLS_LIMIT;
    private static final String PRIORITY = "Campaigns share what all of them may have out in proportion to this.";
    private static final String PRIORITY_MAX = "" + Campaign.PRIORITY_MAX;
    private static final String RETRY = "Also accepted as retry_policy.";
    private static final String START = "When it begins; at once when this is past or left out.";
    private static final String END =
            "When it ends, in the future and after its beginning; leads that are left then are failed.";
    private static final String HOURS =
            "When people may be called, by the clock where they are: a lead's time_zone, else that "
                    + "of its number, else the campaign's. A day that is left out has none; null for any time.";
    private static final String ZONE = "An IANA name: Asia/Kolkata. Needed where there are calling_hours.";
    private static final String METADATA = "Kept for you, at most 16 KB.";
    private static final String E164 = "^\\+[1-9][0-9]+$";
    private static final String INTERVAL_MAX = "" + RetryPolicy.LONGEST_INTERVAL_MINUTES;

    private CampaignBodies() {}

    /** A campaign to be made. */
    @Schema(
            name = "NewCampaign",
            requiredProperties = {"name", "agent_id"},
            examples = """
                    {"name": "Q2 Lead Re-engagement", "agent_id": "agt_abc123", "from_phone_number": "+912234567890", \
                    "max_concurrent_calls": 5, "retry_config": {"max_retries": 3, "retry_interval_minutes": 120}}""")
    record New(
            @Schema(minLength = 1, maxLength = CampaignSettings.NAME_MAX)
            String name,

            String agentId,

            @Schema(description = "E.164; the agent's outbound number unless told.", pattern = E164) @Nullable
            String fromPhoneNumber,

            @Schema(
                    description = CALLS,
                    minimum = "1",
                    maximum = CALLS_MAX,
                    defaultValue = "" + Campaign.MAX_CONCURRENT_CALLS_DEFAULT)
            @Nullable
            Integer maxConcurrentCalls,

            @Schema(
                    description = PRIORITY,
                    minimum = "1",
                    maximum = PRIORITY_MAX,
                    defaultValue = "" + Campaign.PRIORITY_DEFAULT)
            @Nullable
            Integer priority,

            @Schema(description = RETRY) @Nullable Retry retryConfig,
            @Schema(description = START) @Nullable Instant scheduledAt,
            @Schema(description = END) @Nullable Instant endsAt,
            @Schema(description = HOURS) @Nullable Hours callingHours,
            @Schema(description = ZONE) @Nullable String timeZone,

            @Schema(description = METADATA) @Nullable Map<String, Object> metadata,

            @Schema(description = "A draft dials nothing until it is started.", enumeration = "draft") @Nullable
            String status) {}

    /** What is to be different about one. */
    @Schema(name = "CampaignChange", description = "What can be null is taken away by null.", examples = """
                    {"max_concurrent_calls": 20, "retry_config": {"max_retries": 5}}""")
    record Change(
            @Schema(minLength = 1, maxLength = CampaignSettings.NAME_MAX)
            String name,

            @Schema(description = "Only before the first call.")
            String agentId,

            @Schema(description = "E.164; only before the first call.", pattern = E164)
            String fromPhoneNumber,

            @Schema(description = CALLS, minimum = "1", maximum = CALLS_MAX)
            int maxConcurrentCalls,

            @Schema(description = PRIORITY, minimum = "1", maximum = PRIORITY_MAX)
            int priority,

            @Schema(description = RETRY) @Nullable Retry retryConfig,

            @Schema(description = "When it begins; only before it has.") @Nullable
            Instant scheduledAt,

            @Schema(description = END) @Nullable Instant endsAt,
            @Schema(description = HOURS) @Nullable Hours callingHours,
            @Schema(description = ZONE) @Nullable String timeZone,

            @Schema(description = METADATA) @Nullable Map<String, Object> metadata,

            @Schema(
                    description = "Pauses it, starts or resumes it, or cancels it.",
                    enumeration = {"paused", "running", "cancelled"})
            String status) {}

    /** When people may be called. */
    @Schema(name = "CallingHours", examples = """
                    {"monday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "20:00"}], \
                    "saturday": [{"start": "10:00", "end": "16:00"}]}""")
    record Hours(
            @Nullable List<Opening> monday,
            @Nullable List<Opening> tuesday,
            @Nullable List<Opening> wednesday,
            @Nullable List<Opening> thursday,
            @Nullable List<Opening> friday,
            @Nullable List<Opening> saturday,
            @Nullable List<Opening> sunday) {}

    /** A part of a day. */
    @Schema(
            name = "Opening",
            requiredProperties = {"start", "end"})
    record Opening(
            @Schema(description = "Included.", pattern = "^[0-2][0-9]:[0-5][0-9]$", examples = "09:00")
            String start,

            @Schema(
                    description = "Not included, later than start, 24:00 at most.",
                    pattern = "^[0-2][0-9]:[0-5][0-9]$",
                    examples = "17:30")
            String end) {}

    /** Which leads are called again, how often and when. */
    @Schema(name = "RetrySettings", description = "What is left out stays as it is.")
    record Retry(
            @Schema(
                    description = "Calls after the first one.",
                    minimum = "0",
                    maximum = "" + RetryPolicy.MOST_RETRIES,
                    defaultValue = "0")
            @Nullable
            Integer maxRetries,

            @Schema(
                    description = "From the end of a call to the next.",
                    minimum = "1",
                    maximum = INTERVAL_MAX,
                    defaultValue = "60")
            @Nullable
            Integer retryIntervalMinutes,

            @Schema(description = "What is retried; all but voicemail unless told.", minItems = 1) @Nullable
            List<RetryOn> retryOn,

            @Schema(
                    description = "One interval after each call instead, the last one repeated, each from 1 to "
                            + INTERVAL_MAX + ".",
                    minItems = 1,
                    maxItems = RetryConfig.MOST_INTERVALS)
            @Nullable
            List<Integer> intervalsMinutes) {}

    /** What is to be done with one. */
    @Schema(name = "CampaignActionRequest", requiredProperties = "action", examples = """
                    {"action": "pause"}""")
    record Action(
            @Schema(enumeration = {"pause", "resume", "cancel"})
            String action) {}
}
