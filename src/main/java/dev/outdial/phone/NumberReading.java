package dev.outdial.phone;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a number that somebody wrote. */
public sealed interface NumberReading {

    /** A number that may be called, as it is stored: E.164, {@code +919876543210}. */
    record Valid(String e164) implements NumberReading {

        @Override
        public String toString() {
            return "Valid[" + PhoneNumbers.mask(e164) + "]";
        }
    }

    /**
     * A number that is not called.
     *
     * @param message what is wrong, for the person who sent it; never repeats the number
     * @param suggestion how to repair it, where that is known; may repeat the number
     */
    record Invalid(Reason reason, String message, @Nullable String suggestion) implements NumberReading {

        static Invalid number(String message, @Nullable String suggestion) {
            return new Invalid(Reason.INVALID_PHONE_NUMBER, message, suggestion);
        }

        @Override
        public String toString() {
            return "Invalid[" + reason.word() + ": " + message + "]";
        }
    }

    /** Why a number is refused. */
    enum Reason {
        /** Nothing was written. */
        MISSING_PHONE_NUMBER,
        /** Not a number that can be called. */
        INVALID_PHONE_NUMBER,
        /** A spreadsheet has rounded it: {@code 9.87654E+09}. */
        NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION,
        /** The country code belongs to no country. */
        UNSUPPORTED_COUNTRY;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
