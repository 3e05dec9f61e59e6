package dev.outdial.agent;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link PhoneLineResource} takes, for the description of the API alone. */
final class LineBodies {

    private static final int NAME_MAX = 200;
    private static final String CPS = "Calls that may be started in a second; null for no limit of its own.";
    private static final String CPS_MIN = "0.001";
    private static final String CPS_MAX = "1000";
    private static final String CALLS = "Calls that may be out at once; null for no limit of its own.";
    private static final String CALLS_MAX = "10000";

    private LineBodies() {}

    /** A caller number to be registered. */
    @Schema(name = "NewPhoneNumber", requiredProperties = "phone_number", examples = """
                    {"phone_number": "+912234567890", "name": "Mumbai", "calls_per_second": 2.5, "max_concurrent_calls": 30}""")
    record New(
            @Schema(description = "E.164.", pattern = "^\\+[1-9][0-9]+$")
            String phoneNumber,

            @Schema(maxLength = NAME_MAX) @Nullable String name,

            @Schema(description = "The kind of its carrier; the operator's usual one unless told.") @Nullable
            String carrier,

            @Schema(description = CPS, minimum = CPS_MIN, maximum = CPS_MAX) @Nullable
            BigDecimal callsPerSecond,

            @Schema(description = CALLS, minimum = "1", maximum = CALLS_MAX) @Nullable
            Integer maxConcurrentCalls) {}

    /** What is to be different about one. */
    @Schema(name = "PhoneNumberChange", examples = """
                    {"calls_per_second": null, "max_concurrent_calls": 60}""")
    record Change(
            @Schema(maxLength = NAME_MAX) @Nullable String name,

            @Schema(description = CPS, minimum = CPS_MIN, maximum = CPS_MAX) @Nullable
            BigDecimal callsPerSecond,

            @Schema(description = CALLS, minimum = "1", maximum = CALLS_MAX) @Nullable
            Integer maxConcurrentCalls) {}

    /** A caller number of the organization's own SIP trunk. */
    @Schema(
            name = "NewSipTrunk",
            requiredProperties = {"phone_number", "termination_uri"},
            examples = """
                    {"phone_number": "+912234567890", "termination_uri": "acme.pstn.example.com", "sip_username": "acme", \
                    "sip_password": "a secret", "name": "Mumbai"}""")
    record Trunk(
            @Schema(description = "E.164. Also accepted as number.", pattern = "^\\+[1-9][0-9]+$")
            String phoneNumber,

            @Schema(description = "Host and perhaps port where the trunk takes calls.", maxLength = SipTrunk.URI_MAX)
            String terminationUri,

            @Schema(
                    enumeration = {"udp", "tcp", "tls"},
                    defaultValue = "udp")
            @Nullable
            String transport,

            @Schema(
                    description = "With sip_password, or neither. Also accepted as username.",
                    maxLength = SipTrunk.USERNAME_MAX)
            @Nullable
            String sipUsername,

            @Schema(description = "Never told again. Also accepted as password.", maxLength = SipTrunk.PASSWORD_MAX)
            @Nullable
            String sipPassword,

            @Schema(maxLength = NAME_MAX) @Nullable String name,

            @Schema(description = CPS, minimum = CPS_MIN, maximum = CPS_MAX) @Nullable
            BigDecimal callsPerSecond,

            @Schema(description = CALLS, minimum = "1", maximum = CALLS_MAX) @Nullable
            Integer maxConcurrentCalls) {}
}
