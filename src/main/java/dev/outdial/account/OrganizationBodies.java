package dev.outdial.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link OrganizationResource} takes, for the description of the API alone. */
final class OrganizationBodies {

    private static final int NAME_MAX = 200;
    private static final String CALLS = "Calls that its campaigns may have out at once, all together.";
    private static final String CALLS_MAX = "" + Organization.MAX_CONCURRENT_CALLS_LIMIT;

    private OrganizationBodies() {}

    /** An organization to be made. */
    @Schema(name = "NewOrganization", requiredProperties = "name", examples = """
                    {"name": "Acme", "max_concurrent_calls": 50}""")
    record New(
            @Schema(minLength = 1, maxLength = NAME_MAX) String name,

            @Schema(
                    description = CALLS,
                    minimum = "1",
                    maximum = CALLS_MAX,
                    defaultValue = "" + Organization.MAX_CONCURRENT_CALLS_DEFAULT)
            @Nullable
            Integer maxConcurrentCalls) {}

    /** What is to be different about one. */
    @Schema(name = "OrganizationChange", examples = """
                    {"max_concurrent_calls": 100}""")
    record Change(
            @Schema(minLength = 1, maxLength = NAME_MAX) String name,

            @Schema(description = CALLS, minimum = "1", maximum = CALLS_MAX)
            int maxConcurrentCalls) {}
}
