package dev.outdial.agent;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link AgentResource} takes, for the description of the API alone. Any further field is stored and echoed. */
final class AgentBodies {

    private static final String RING = "Seconds that a call may ring.";
    private static final String TALK = "Seconds that an answered call may last.";
    private static final String ZONE = "An IANA name: Asia/Kolkata.";
    private static final String VARIABLES = "What a lead's own variables are added to: strings, numbers and booleans.";
    private static final String LINE = "The caller number of campaigns that name none.";
    private static final String MACHINES = "Whether a call that a machine answers is ended as voicemail.";

    private AgentBodies() {}

    /** An agent to be made. */
    @Schema(
            name = "NewAgent",
            description = "Any further field is stored and echoed.",
            requiredProperties = "title",
            additionalProperties = Object.class,
            examples = """
                    {"title": "Asha", "route": {"kind": "simulated"}, "ring_duration_sec": 30, "timezone": "Asia/Kolkata", \
                    "default_dynamic_variables": {"company": "Acme"}}""")
    record New(
            @Schema(description = "Also accepted as name.", minLength = 1, maxLength = AgentFields.TITLE_MAX)
            String title,

            @Nullable RouteBody route,

            @Schema(
                    description = RING,
                    minimum = "" + AgentFields.RING_MIN,
                    maximum = "" + AgentFields.RING_MAX,
                    defaultValue = "" + Agent.RING_DURATION_SEC_DEFAULT)
            @Nullable
            Integer ringDurationSec,

            @Schema(
                    description = TALK,
                    minimum = "" + AgentFields.TALK_MIN,
                    maximum = "" + AgentFields.TALK_MAX,
                    defaultValue = "" + Agent.MAX_CALL_DURATION_SEC_DEFAULT)
            @Nullable
            Integer maxCallDurationSec,

            @Schema(description = ZONE) @Nullable String timezone,

            @Schema(description = VARIABLES, maxProperties = AgentFields.VARIABLES_MAX) @Nullable
            Map<String, Object> defaultDynamicVariables,

            @Schema(description = LINE) @Nullable String outboundPhoneNumberId,

            @Schema(description = MACHINES, defaultValue = "true") @Nullable
            Boolean voicemailDetection) {}

    /** What is to be different about one. */
    @Schema(
            name = "AgentChange",
            description = "Null brings a default back. Any further field is stored and echoed.",
            additionalProperties = Object.class,
            examples = """
                    {"ring_duration_sec": 40}""")
    record Change(
            @Schema(description = "Also accepted as name.", minLength = 1, maxLength = AgentFields.TITLE_MAX)
            String title,

            @Nullable RouteBody route,

            @Schema(description = RING, minimum = "" + AgentFields.RING_MIN, maximum = "" + AgentFields.RING_MAX)
            @Nullable
            Integer ringDurationSec,

            @Schema(description = TALK, minimum = "" + AgentFields.TALK_MIN, maximum = "" + AgentFields.TALK_MAX)
            @Nullable
            Integer maxCallDurationSec,

            @Schema(description = ZONE) @Nullable String timezone,

            @Schema(description = VARIABLES, maxProperties = AgentFields.VARIABLES_MAX) @Nullable
            Map<String, Object> defaultDynamicVariables,

            @Schema(description = LINE) @Nullable String outboundPhoneNumberId,

            @Schema(description = MACHINES) @Nullable Boolean voicemailDetection) {}

    /** How an answered call reaches the voice AI. */
    @Schema(name = "Route", requiredProperties = "kind")
    record RouteBody(
            @Schema(description = "The simulated carrier plays both parts.", enumeration = "simulated")
            String kind) {}
}
