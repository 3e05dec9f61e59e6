package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the resources of leads take, for the description of the API alone. */
final class LeadBodies {

    private static final String NUMBER =
            "With its country's code, or of the country that countryCode or else the campaign's number has. Also accepted as phone_number.";
    private static final String COUNTRY = "A calling code or two letters: +91, 91, IN. Also accepted as country_code.";
    private static final String NOTES =
            "The variables of its calls: strings, numbers and booleans. Also accepted as metadata.";
    private static final String DUPLICATE =
            "Whether a number that came before, or that the campaign has, is kept or skipped. Also accepted in the query.";
    private static final String MODE =
            "What becomes of the good rows where others are wrong; a dry run stores nothing. Also accepted in the query.";

    private LeadBodies() {}

    /** A lead to be added. */
    @Schema(
            name = "NewLead",
            requiredProperties = {"campaignId", "phoneNumber"},
            examples = """
                    {"campaignId": "cmp_xyz789", "phoneNumber": "9876543210", "countryCode": "+91", "name": "Priya Sharma", \
                    "notes": {"plan": "gold", "visits": 3}}""")
    record New(
            @JsonProperty("campaignId") @Schema(description = "Also accepted as campaign_id.")
            String campaignId,

            @JsonProperty("phoneNumber") @Schema(description = NUMBER)
            String phoneNumber,

            @JsonProperty("countryCode") @Schema(description = COUNTRY) @Nullable
            String countryCode,

            @Schema(maxLength = Lead.NAME_MAX) @Nullable String name,

            @Schema(description = NOTES, maxProperties = Lead.NOTES_MAX) @Nullable
            Map<String, Object> notes,

            @Schema(
                    description = "Leads of a higher one are called first.",
                    minimum = "1",
                    maximum = "" + Lead.PRIORITY_MAX,
                    defaultValue = "" + Lead.PRIORITY_DEFAULT)
            @Nullable
            Integer priority,

            @Schema(description = "Your own name of it. Also accepted as externalId.", maxLength = Lead.EXTERNAL_ID_MAX)
            @Nullable
            String externalId,

            @Schema(description = "An IANA name: Asia/Kolkata. Also accepted as timeZone.") @Nullable
            String timeZone) {}

    /** What is to be different about one. */
    @Schema(name = "LeadChange", examples = """
                    {"name": "Priya S.", "notes": {"plan": "platinum"}}""")
    record Change(
            @JsonProperty("phoneNumber") @Schema(description = NUMBER)
            String phoneNumber,

            @JsonProperty("countryCode") @Schema(description = COUNTRY) @Nullable
            String countryCode,

            @Schema(maxLength = Lead.NAME_MAX) @Nullable String name,

            @Schema(description = NOTES + " Replaces all of them.", maxProperties = Lead.NOTES_MAX)
            Map<String, Object> notes,

            @Schema(minimum = "1", maximum = "" + Lead.PRIORITY_MAX)
            int priority,

            @Schema(description = "Also accepted as externalId.", maxLength = Lead.EXTERNAL_ID_MAX) @Nullable
            String externalId,

            @Schema(description = "An IANA name. Also accepted as timeZone.") @Nullable
            String timeZone) {}

    /** One of a list, whose campaign the list names. */
    @Schema(name = "ListedLead", description = "A lead without a number is skipped and counted.")
    record Listed(
            @JsonProperty("phoneNumber") @Schema(description = NUMBER) @Nullable
            String phoneNumber,

            @JsonProperty("countryCode") @Schema(description = COUNTRY) @Nullable
            String countryCode,

            @Schema(maxLength = Lead.NAME_MAX) @Nullable String name,

            @Schema(description = NOTES, maxProperties = Lead.NOTES_MAX) @Nullable
            Map<String, Object> notes,

            @Schema(minimum = "1", maximum = "" + Lead.PRIORITY_MAX, defaultValue = "" + Lead.PRIORITY_DEFAULT)
            @Nullable
            Integer priority,

            @Schema(maxLength = Lead.EXTERNAL_ID_MAX) @Nullable
            String externalId,

            @Nullable String timeZone) {}

    /** Leads to be added. */
    @Schema(
            name = "NewLeads",
            requiredProperties = {"campaignId", "leads"},
            examples = """
                    {"campaignId": "cmp_xyz789", "mode": "partial", "leads": [{"phoneNumber": "+919876543210", "name": "Priya"}, \
                    {"phoneNumber": "+919876543211"}]}""")
    record Many(
            @JsonProperty("campaignId") @Schema(description = "Also accepted as campaign_id.")
            String campaignId,

            @Schema(maxItems = LeadListResource.LIST_MAX) List<Listed> leads,

            @Schema(
                    description = MODE,
                    enumeration = {"strict", "partial", "dry_run"},
                    defaultValue = "strict")
            @Nullable
            String mode,

            @Schema(
                    description = DUPLICATE,
                    enumeration = {"keep", "skip"},
                    defaultValue = "keep")
            @Nullable
            String onDuplicate,

            @JsonProperty("countryCode") @Schema(description = COUNTRY) @Nullable
            String countryCode) {}

    /** A file of them. */
    @Schema(name = "LeadFile", requiredProperties = "file")
    record Upload(
            @Schema(
                    type = SchemaType.STRING,
                    format = "binary",
                    description =
                            "CSV, XLSX or XLS, at most 10 MB, with a column phone_number (or phone, or phonenumber); "
                                    + "name is the lead's, at most 15 others are its variables.")
            String file,

            @Schema(
                    description = MODE,
                    enumeration = {"strict", "partial", "dry_run"},
                    defaultValue = "strict")
            String mode,

            @Schema(
                    description = DUPLICATE,
                    enumeration = {"keep", "skip"},
                    defaultValue = "keep")
            String onDuplicate,

            @Schema(description = "A calling code or two letters: +91, 91, IN. Also accepted as countryCode.")
            String countryCode) {}
}
