package dev.outdial.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The country in which numbers written without one are read. Found once for a whole file of numbers. */
public sealed interface HomeCountry {

    /**
     * A country with numbers of its own.
     *
     * @param region ISO 3166 letters; of several countries that share a calling code, the main one
     */
    record Known(String region) implements HomeCountry {}

    /** Nobody has named one: only numbers with {@code +} can be read. */
    record Unnamed() implements HomeCountry {}

    /** What the client sent names no country. */
    record Unsupported(String countryCode) implements HomeCountry {

        /** What is wrong, for the client. */
        public String message() {
            return "country code " + countryCode + " is not supported";
        }

        /** How to repair it. */
        public String suggestion() {
            return "Use a calling code such as +91 or a country's two letters such as IN.";
        }
    }

    /**
     * Chooses the country.
     *
     * @param countryCode as the client sent it: {@code +91}, {@code 91}, {@code 0091} or {@code IN} in any case; null or
     *     blank when it sent none
     * @param defaultCountryOf an E.164 number whose country is taken then: the campaign's caller number
     */
    static HomeCountry of(@Nullable String countryCode, @Nullable String defaultCountryOf) {
        String code = countryCode == null ? "" : NumberText.tidy(countryCode);
        if (!code.isEmpty()) {
            String region = Codes.region(code);
            return region == null ? new Unsupported(NumberText.excerpt(code)) : new Known(region);
        }
        String region = defaultCountryOf == null ? null : PhoneNumbers.regionOf(defaultCountryOf);
        return region == null ? new Unnamed() : new Known(region);
    }

    /** Reads country codes. */
    final class Codes {

        private static final Pattern CALLING_CODE = Pattern.compile("(?:\\+|00)?([1-9][0-9]{0,2})");

        /** Twenty countries share the calling code 1 and are told apart by what follows: 242 are the Bahamas. */
        private static final Pattern NORTH_AMERICAN = Pattern.compile("(?:\\+|00)?1([2-9][0-9]{2})");

        private static final String ANY_SUBSCRIBER = "2345678";

        private Codes() {}

        private static @Nullable String northAmerican(String areaCode) {
            PhoneNumber anybody =
                    new PhoneNumber().setCountryCode(1).setNationalNumber(Long.parseLong(areaCode + ANY_SUBSCRIBER));
            return PhoneNumberUtil.getInstance().getRegionCodeForNumber(anybody);
        }

        private static @Nullable String region(String code) {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            String letters = code.toUpperCase(Locale.ROOT);
            if (letters.equals("UK")) {
                return "GB"; // Not an ISO code, and what people write all the same.
            }
            if (numbers.getSupportedRegions().contains(letters)) {
                return letters;
            }
            String text = code.replaceAll("[ ()-]", "");
            Matcher island = NORTH_AMERICAN.matcher(text);
            if (island.matches()) {
                return northAmerican(island.group(1));
            }
            Matcher digits = CALLING_CODE.matcher(text);
            if (!digits.matches()) {
                return null;
            }
            String region = numbers.getRegionCodeForCountryCode(Integer.parseInt(digits.group(1)));
            // Satellite and international freephone codes belong to no country, so nothing national can follow them.
            return numbers.getSupportedRegions().contains(region) ? region : null;
        }
    }
}
