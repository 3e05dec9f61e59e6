package dev.outdial.phone;

import static dev.outdial.phone.NumberReading.Reason.MISSING_PHONE_NUMBER;
import static dev.outdial.phone.NumberReading.Reason.NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION;
import static dev.outdial.phone.NumberReading.Reason.UNSUPPORTED_COUNTRY;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import dev.outdial.phone.NumberReading.Invalid;
import dev.outdial.phone.NumberReading.Valid;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads phone numbers the way people and spreadsheets write them. A number that passes is a possible, assigned kind of
 * number that an outbound campaign may call; whether anybody answers it, only a call can tell.
 */
public final class PhoneNumbers {

    /** Longer texts are no number, however they are punctuated. */
    private static final int MAX_TEXT = 64;

    /** Shorter national numbers are looked up among emergency and short codes, even where they are valid numbers. */
    private static final int LONGEST_SHORT_CODE = 6;

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern SPREADSHEET = Pattern.compile("\\+?[0-9]+(?:[.,][0-9]*)?[eE] ?\\+?[0-9]{1,3}");
    /** What becomes of a whole number in software that keeps it as a fraction. */
    private static final Pattern WHOLE_FRACTION = Pattern.compile("(\\+?[0-9]{7,})\\.0+");

    private static final Pattern EXTENSION =
            Pattern.compile("(.*[0-9)]) *(?:[;,#x]|;? *ext(?:n|ension)?)[ .:=]*[0-9]{1,7}", Pattern.CASE_INSENSITIVE);
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern WRITTEN = Pattern.compile("\\(?\\+?[0-9 ().\\-/]*");
    private static final Pattern PUNCTUATION = Pattern.compile("[^0-9]");

    private static final String INTERNATIONAL_EXAMPLE =
            "Write it with + and its country code, for example +919876543210.";

    /** Names that the zone data still uses, and what they are called today. The rules behind both are the same. */
    private static final Map<String, String> ZONES_TODAY = Map.of(
            "Africa/Asmera", "Africa/Asmara",
            "America/Buenos_Aires", "America/Argentina/Buenos_Aires",
            "America/Godthab", "America/Nuuk",
            "Asia/Calcutta", "Asia/Kolkata",
            "Asia/Katmandu", "Asia/Kathmandu",
            "Asia/Rangoon", "Asia/Yangon",
            "Atlantic/Faeroe", "Atlantic/Faroe",
            "Pacific/Enderbury", "Pacific/Kanton",
            "Pacific/Ponape", "Pacific/Pohnpei",
            "Pacific/Truk", "Pacific/Chuuk");

    private PhoneNumbers() {}

    /**
     * Reads a number.
     *
     * @param raw as it was sent; with {@code +} or {@code 00} it is read as given
     * @param countryCode where it is at home otherwise: {@code +91}, {@code 91}, {@code 0091} or {@code IN}
     * @param defaultCountryOf where it is at home when there is no country code: in the country of this E.164 number
     */
    public static NumberReading normalize(
            @Nullable String raw, @Nullable String countryCode, @Nullable String defaultCountryOf) {
        return normalize(raw, HomeCountry.of(countryCode, defaultCountryOf));
    }

    /** Reads a number whose country was chosen before. */
    public static NumberReading normalize(@Nullable String raw, HomeCountry home) {
        String text = raw == null ? "" : raw.strip();
        if (text.length() > MAX_TEXT) {
            return Invalid.number("the phone number is too long to be one", null);
        }
        text = NumberText.tidy(text);
        if (text.isEmpty()) {
            return new Invalid(MISSING_PHONE_NUMBER, "the phone number is missing", null);
        }
        Matcher whole = WHOLE_FRACTION.matcher(text);
        text = whole.matches() ? whole.group(1) : text;
        Invalid malformed = malformed(text);
        return malformed == null ? read(text, home) : malformed;
    }

    /** Whether a text has exactly the form of an E.164 number. Says nothing of whether such a number exists. */
    public static boolean isE164(@Nullable String text) {
        return text != null && E164.matcher(text).matches();
    }

    /** So much of a number as a log may hold: {@code +9198******10}. Takes any text. */
    public static String mask(String e164) {
        int length = e164.length();
        return length < 9
                ? "*".repeat(length)
                : e164.substring(0, 5) + "*".repeat(length - 7) + e164.substring(length - 2);
    }

    /** ISO 3166 letters of the country an E.164 number is assigned in; null when that is not known. */
    public static @Nullable String regionOf(String e164) {
        PhoneNumber number = parse(e164, null);
        if (number == null) {
            return null;
        }
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        String region = numbers.getRegionCodeForNumber(number);
        if (region == null) {
            // No such number is assigned, as with a line of a carrier's sandbox: the calling code still names a
            // country.
            region = numbers.getRegionCodeForCountryCode(number.getCountryCode());
        }
        return numbers.getSupportedRegions().contains(region) ? region : null;
    }

    /**
     * Every time zone the person may be in. Mobile and freephone numbers belong to a whole country, so there can be
     * dozens; empty when nothing is known.
     */
    public static List<ZoneId> timeZones(String e164) {
        PhoneNumber number = parse(e164, null);
        if (number == null) {
            return List.of();
        }
        return PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForNumber(number).stream()
                .filter(zone -> !zone.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                .map(zone -> ZoneId.of(ZONES_TODAY.getOrDefault(zone, zone)))
                .distinct()
                .toList();
    }

    private static @Nullable Invalid malformed(String text) {
        if (SPREADSHEET.matcher(text).matches()) {
            return new Invalid(
                    NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION,
                    "the phone number was shortened by a spreadsheet and its last digits are lost",
                    "Format the column as text in the spreadsheet, enter the number again and save the file once more.");
        }
        Matcher extension = EXTENSION.matcher(text);
        if (extension.matches()) {
            return Invalid.number(
                    "the phone number has an extension, which cannot be dialed",
                    "Leave the extension out: " + extension.group(1));
        }
        if (LETTER.matcher(text).find()) {
            return Invalid.number("the phone number contains letters", "Write it in digits.");
        }
        if (!WRITTEN.matcher(text).matches()) {
            return Invalid.number(
                    "the phone number contains characters that do not belong in one", "Write one number per lead.");
        }
        return null;
    }

    private static NumberReading read(String text, HomeCountry home) {
        String digits = PUNCTUATION.matcher(text).replaceAll("");
        // 00 is how most of the world dials what + stands for, and no country's own numbers start with it.
        if (text.indexOf('+') >= 0) {
            return judge(parse("+" + digits, null), digits, null);
        }
        if (digits.startsWith("00")) {
            return judge(parse("+" + digits.substring(2), null), digits, null);
        }
        return switch (home) {
            case HomeCountry.Known(String region) -> judge(parse(digits, region), digits, region);
            case HomeCountry.Unnamed() -> Invalid.number("the phone number has no country code", INTERNATIONAL_EXAMPLE);
            case HomeCountry.Unsupported unsupported ->
                new Invalid(UNSUPPORTED_COUNTRY, unsupported.message(), unsupported.suggestion());
        };
    }

    private static NumberReading judge(@Nullable PhoneNumber number, String digits, @Nullable String region) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        // An unknown type is what makes a number invalid; asking for the type alone is half the work of asking for
        // both.
        PhoneNumberType type = number == null ? PhoneNumberType.UNKNOWN : numbers.getNumberType(number);
        if (isShortCode(number, digits, region)) {
            return Invalid.number("the phone number is an emergency number or a short code", null);
        }
        if (number == null || type == PhoneNumberType.UNKNOWN) {
            return unassigned(number, digits, region);
        }
        if (type == PhoneNumberType.PREMIUM_RATE || type == PhoneNumberType.SHARED_COST) {
            return Invalid.number("the phone number is a premium-rate or shared-cost number", null);
        }
        return new Valid(numbers.format(number, PhoneNumberFormat.E164));
    }

    private static boolean isShortCode(@Nullable PhoneNumber number, String digits, @Nullable String region) {
        if (digits.length() > LONGEST_SHORT_CODE) {
            return false;
        }
        ShortNumberInfo codes = ShortNumberInfo.getInstance();
        return (region != null && codes.isEmergencyNumber(digits, region))
                || (number != null && codes.isValidShortNumber(number));
    }

    private static Invalid unassigned(@Nullable PhoneNumber number, String digits, @Nullable String region) {
        if (region != null && judge(parse("+" + digits, null), digits, null) instanceof Valid(String e164)) {
            return Invalid.number(
                    "the phone number is not a valid number in " + region,
                    "If it starts with its country code, write it with +: " + e164);
        }
        String where = region == null ? "" : " in " + region;
        if (number == null) {
            return Invalid.number("the phone number is not a valid number" + where, INTERNATIONAL_EXAMPLE);
        }
        return switch (PhoneNumberUtil.getInstance().isPossibleNumberWithReason(number)) {
            case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> Invalid.number("the phone number is too short" + where, null);
            case TOO_LONG -> Invalid.number("the phone number is too long" + where, null);
            case INVALID_COUNTRY_CODE ->
                Invalid.number("the phone number starts with no known country code", INTERNATIONAL_EXAMPLE);
            case INVALID_LENGTH, IS_POSSIBLE ->
                Invalid.number("the phone number is not a valid number" + where, INTERNATIONAL_EXAMPLE);
        };
    }

    private static @Nullable PhoneNumber parse(String text, @Nullable String region) {
        try {
            return PhoneNumberUtil.getInstance().parse(text, region);
        } catch (NumberParseException e) {
            return null;
        }
    }
}
