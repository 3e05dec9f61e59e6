package dev.outdial.suppression;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the resources of the do-not-call list take, for the description of the API alone. */
final class SuppressionBodies {

    private static final String NUMBER =
            "With its country's code, or of the country that country_code names. Also accepted as phoneNumber.";
    private static final String COUNTRY = "A calling code or two letters: +91, 91, IN. Also accepted as countryCode.";
    private static final String REASON = "Why, in your words.";

    private SuppressionBodies() {}

    /** A number that is not to be called. */
    @Schema(name = "NewSuppression", requiredProperties = "phone_number", examples = """
                    {"phone_number": "+919876543210", "reason": "asked not to be called again"}""")
    record New(
            @Schema(description = NUMBER) String phoneNumber,

            @Schema(description = COUNTRY) @Nullable String countryCode,

            @Schema(description = REASON, maxLength = Suppression.REASON_MAX) @Nullable
            String reason) {}

    /** One of a list. */
    @Schema(name = "ListedSuppression", description = "An entry without a number is skipped and counted.")
    record Listed(
            @Schema(description = NUMBER) @Nullable String phoneNumber,

            @Schema(description = COUNTRY) @Nullable String countryCode,

            @Schema(description = REASON, maxLength = Suppression.REASON_MAX) @Nullable
            String reason) {}

    /** Numbers that are not to be called. */
    @Schema(name = "NewSuppressions", requiredProperties = "suppressions", examples = """
                    {"suppressions": [{"phone_number": "+919876543210", "reason": "asked"}, {"phone_number": "+919876543211"}]}""")
    record Many(
            @Schema(maxItems = SuppressionListResource.LIST_MAX)
            List<Listed> suppressions) {}

    /** A file of them. */
    @Schema(name = "SuppressionFile", requiredProperties = "file")
    record Upload(
            @Schema(
                    type = SchemaType.STRING,
                    format = "binary",
                    description =
                            "CSV, XLSX or XLS, at most 10 MB, with a column phone_number (or phone, or phonenumber); "
                                    + "reason says why, other columns mean nothing.")
            String file,

            @JsonProperty("country_code")
            @Schema(
                    description =
                            "Where numbers without a country are at home: +91, 91, IN. Also accepted as countryCode.")
            String countryCode) {}
}
