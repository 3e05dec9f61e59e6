package dev.outdial.campaign.file;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.outdial.phone.NumberReading;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a file, told to the person who sent it.
 *
 * @param row line in the file, the header's being 1, or the spreadsheet's own row number; null when it is the whole file
 * @param column header of the column, or the letters of one without; null when it is the whole row
 * @param value what stood there, at most {@value #MAX_VALUE} characters of it
 * @param suggestion how to repair it, where that is known
 */
@RegisterForReflection
public record FileError(
        @Nullable Integer row,
        @Nullable String column,
        @Nullable String value,
        Reason reason,
        String message,
        @Nullable String suggestion) {

    /** Longer values are cut and end in an ellipsis. */
    static final int MAX_VALUE = 100;

    public FileError {
        value = value == null || value.isEmpty() ? null : excerpt(value);
    }

    /** An error of the whole file. */
    static FileError file(Reason reason, String message, @Nullable String suggestion) {
        return new FileError(null, null, null, reason, message, suggestion);
    }

    /** An error of one cell, or of a row where the column is null. */
    static FileError at(int row, @Nullable String column, @Nullable String value, Reason reason, String message) {
        return new FileError(row, column, value, reason, message, null);
    }

    FileError suggesting(@Nullable String repair) {
        return new FileError(row, column, value, reason, message, repair);
    }

    /** Leaves out value and suggestion: both may hold personal data. */
    @Override
    public String toString() {
        return "FileError[row " + row + ", column " + column + ", " + reason.word() + ": " + message + "]";
    }

    /** The beginning of a text that is too long to be repeated. */
    static String excerpt(String text) {
        return excerpt(text, MAX_VALUE);
    }

    static String excerpt(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Half a surrogate pair is no character, and the database refuses it.
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }

    /** What kind of error it is. */
    public enum Reason {
        MISSING_PHONE_NUMBER,
        INVALID_PHONE_NUMBER,
        NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION,
        UNSUPPORTED_COUNTRY,
        /** The same number, or the same column name, a second time. */
        DUPLICATE,
        /** The number is on the do-not-call list. Found by whoever has that list, not here. */
        SUPPRESSED,
        /** More columns than a lead has variables, or a row longer than the header. */
        TOO_MANY_COLUMNS,
        /** No column of phone numbers, or a value in a column without a name. */
        MISSING_COLUMN,
        /** A cell, a name or a header beyond its length. */
        VALUE_TOO_LONG,
        /** A field of a JSON lead that breaks its rule. */
        INVALID_VALUE,
        /** Not a file that can be read to its end, or not safely. */
        UNREADABLE_FILE,
        /** No header, or nothing below it. */
        EMPTY_FILE;

        /** The word on the wire. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The reason a number was refused for. */
        public static Reason of(NumberReading.Reason reason) {
            return switch (reason) {
                case MISSING_PHONE_NUMBER -> MISSING_PHONE_NUMBER;
                case INVALID_PHONE_NUMBER -> INVALID_PHONE_NUMBER;
                case NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION -> NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION;
                case UNSUPPORTED_COUNTRY -> UNSUPPORTED_COUNTRY;
            };
        }
    }
}
