package dev.outdial.suppression;

import dev.outdial.account.DoNotCall.Entry;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Text;
import dev.outdial.phone.HomeCountry;
import dev.outdial.phone.NumberReading;
import dev.outdial.phone.PhoneNumbers;
import org.jspecify.annotations.Nullable;

/** What a client says of a number that is not to be called. */
record SuppressionInput(Text phoneNumber, Text countryCode, Text reason) {

    private static final String COUNTRY_RULE =
            "be a calling code such as +91 or the two letters of a country such as IN";

    static SuppressionInput read(Input in) {
        return new SuppressionInput(
                in.text("phone_number", "phoneNumber"),
                in.text("country_code", "countryCode")
                        .must(code -> !(HomeCountry.of(code, null) instanceof HomeCountry.Unsupported), COUNTRY_RULE),
                in.text("reason").max(Suppression.REASON_MAX));
    }

    /** The number as it is stored; without a country of its own it is read in the one that was named. */
    Field<String> e164() {
        String country = countryCode.orNull();
        return phoneNumber.as(text -> e164(text, country), "be a valid E.164 phone number");
    }

    /** The entry of this number. */
    Entry entry(String e164) {
        String why = reason.orNull();
        return new Entry(e164, why == null || why.isBlank() ? null : why);
    }

    /** How the number reads. */
    NumberReading reading() {
        return PhoneNumbers.normalize(phoneNumber.orNull(), countryCode.orNull(), null);
    }

    private static @Nullable String e164(String text, @Nullable String country) {
        return switch (PhoneNumbers.normalize(text, country, null)) {
            case NumberReading.Valid(String e164) -> e164;
            case NumberReading.Invalid _ -> null;
        };
    }
}
