package dev.outdial.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How instants and dates are spelled on the wire. */
public final class Moments {

    static final String INSTANT_RULE = "be a valid ISO 8601 date-time with an offset";
    static final String DATE_RULE = "be a valid date (YYYY-MM-DD)";

    private static final DateTimeFormatter OUT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter IN = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int LONGEST = 40;

    private Moments() {}

    /** ISO 8601, UTC, always milliseconds. */
    public static String text(Instant instant) {
        return OUT.format(instant);
    }

    /** The instant, in the microseconds that the database keeps, or null when it is none between 1970 and 9999. */
    static @Nullable Instant instant(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text, IN).withOffsetSameInstant(ZoneOffset.UTC);
            return sensible(time.getYear()) ? time.toInstant().truncatedTo(ChronoUnit.MICROS) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The date, or null when it is none between 1970 and 9999. */
    static @Nullable LocalDate date(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            return sensible(date.getYear()) ? date : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean sensible(int year) {
        return year >= 1970 && year <= 9999;
    }
}
