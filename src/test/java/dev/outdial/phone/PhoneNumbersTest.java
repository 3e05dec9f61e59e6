package dev.outdial.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.phone.NumberReading.Invalid;
import dev.outdial.phone.NumberReading.Valid;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    private static final List<String> INDIA =
            List.of("+91", "91", "0091", "IN", "in", " In ", "+ 91", "(+91)", "\uff0b\uff19\uff11");

    private static final List<String> WAYS_TO_WRITE_IT = List.of(
            "9876543210",
            "09876543210",
            "098765 43210",
            "98765-43210",
            "98765.43210",
            "(98765) 43210",
            "91 98765 43210",
            "919876543210",
            "919876543210.0",
            "00919876543210",
            "00 91 98765 43210",
            "+919876543210",
            "+91 98765 43210",
            "(+91) 98765 43210",
            "+91 (0) 98765-43210",
            "tel:+919876543210",
            "TEL: +91-98765-43210",
            "'9876543210",
            "\u20189876543210",
            "  9876543210\t",
            "98765\u00a043210",
            "98765\u2013\u200943210",
            "\u202a+919876543210\u202c",
            "\ufeff9876543210",
            "\uff19\uff18\uff17\uff16\uff15\uff14\uff13\uff12\uff11\uff10",
            "\uff0b\uff19\uff11\uff08\uff19\uff18\uff17\uff16\uff15\uff09\uff0d\uff14\uff13\uff12\uff11\uff10",
            "\u096f\u096e\u096d\u096c\u096b\u096a\u0969\u0968\u0967\u0966");

    static Stream<Arguments> everyWayInEveryCountryForm() {
        return INDIA.stream().flatMap(code -> WAYS_TO_WRITE_IT.stream().map(raw -> Arguments.of(raw, code)));
    }

    @ParameterizedTest
    @MethodSource("everyWayInEveryCountryForm")
    void everyWayToWriteANumberLeadsToTheSameOne(String raw, String countryCode) {
        assertThat(PhoneNumbers.normalize(raw, countryCode, null)).isEqualTo(new Valid("+919876543210"));
    }

    @ParameterizedTest
    @CsvSource({
        "+14155550101,    IN, +912234567890, +14155550101",
        "+14155550101,    XX, +912234567890, +14155550101",
        "0014155550101,   IN, +912234567890, +14155550101",
        "9876543210,      IN, +14155550100,  +919876543210",
        "9876543210,      ,   +912234567890, +919876543210",
        "9876543210,      '', +912234567890, +919876543210",
        "(415) 555-0101,  ,   +14155550100,  +14155550101",
        "1-415-555-0101,  US, ,              +14155550101",
        "416 555 0101,    +1, ,              +14165550101",
        "020 7946 0018,   44, ,              +442079460018",
        "020 7946 0018,   UK, ,              +442079460018",
        "+44 (0)20 7946 0018, ,  ,           +442079460018",
        "06 6982 1234,    IT, ,              +390669821234",
        "030/901820,      DE, ,              +4930901820",
        "90 1234-5678,    +81,,              +819012345678",
        "0412 345 678,    AU, ,              +61412345678",
        "9161234567,      7,  ,              +79161234567",
        "242 345 6789,    +1242, ,           +12423456789",
        "3456789,         +1 (242), ,        +12423456789",
        "876 523 0123,    1876,  ,           +18765230123",
        "415 555 0132,    +1415, ,           +14155550132",
    })
    void countryIsTakenFromTheNumberThenTheCodeThenTheCaller(
            String raw, @Nullable String countryCode, @Nullable String caller, String expected) {
        assertThat(PhoneNumbers.normalize(raw, countryCode, caller)).isEqualTo(new Valid(expected));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("abc", "IN", "letters"),
                Arguments.of("1-800-FLOWERS", "US", "letters"),
                Arguments.of("98765O3210", "IN", "letters"),
                Arguments.of("+1 415 555 0101 x12", null, "extension"),
                Arguments.of("+1 415 555 0101 ext. 12", null, "extension"),
                Arguments.of("+14155550101;ext=5", null, "extension"),
                Arguments.of("4155550101,12", "US", "extension"),
                Arguments.of("4155550101#12", "US", "extension"),
                Arguments.of("9876543210; 9876543211", "IN", "characters"),
                Arguments.of("9876543210 / 9876543211", "IN", "not a valid number"),
                Arguments.of("+91 98765+43210", null, "characters"),
                Arguments.of("++919876543210", null, "characters"),
                Arguments.of("=9876543210", "IN", "characters"),
                Arguments.of("*123#", "IN", "characters"),
                Arguments.of("12345", "IN", "too short"),
                Arguments.of("+9198765", null, "too short"),
                Arguments.of("98765432101234", "IN", "too long"),
                Arguments.of("+919876543210123456789", null, "not a valid number"),
                Arguments.of("9".repeat(500), "IN", "too long"),
                Arguments.of("0000000000", "IN", "not a valid number"),
                Arguments.of("+0919876543210", null, "not a valid number"),
                Arguments.of("+", "IN", "not a valid number"),
                Arguments.of("-", "IN", "not a valid number"),
                Arguments.of("+999 123456789", null, "not a valid number"),
                Arguments.of("+5215512345678", null, "too long"),
                Arguments.of("9876543210", null, "no country code"),
                Arguments.of("900 555 0101", "US", "premium-rate"),
                Arguments.of("+44 909 8790000", null, "premium-rate"),
                Arguments.of("0180 5 123456", "DE", "premium-rate or shared-cost"),
                Arguments.of("911", "US", "emergency"),
                Arguments.of("112", "IN", "emergency"),
                Arguments.of("999", "GB", "emergency"),
                Arguments.of("1098", "IN", "short code"),
                Arguments.of("+1911", null, "short"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeCalledIsRefusedWithAReasonInWords(String raw, @Nullable String countryCode, String message) {
        NumberReading reading = PhoneNumbers.normalize(raw, countryCode, null);

        assertThat(reading).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.reason()).isEqualTo(NumberReading.Reason.INVALID_PHONE_NUMBER);
            assertThat(invalid.message()).contains(message);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9.87654E+09", "9,87654E+09", "9.87654e+09", "9.87654E9", "9E+09", "'9.1988E+11", "+9.2E+11"})
    void numberThatASpreadsheetShortenedHasAReasonAndARepairOfItsOwn(String raw) {
        NumberReading reading = PhoneNumbers.normalize(raw, "IN", null);

        assertThat(reading).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.reason().word()).isEqualTo("number_looks_like_spreadsheet_notation");
            assertThat(invalid.suggestion()).contains("as text");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"XX", "India", "999", "+999", "0", "800", "878", "12345678901234567890", "1-999", "+", "\u0000"})
    void countryCodeOfNoCountryIsUnsupported(String countryCode) {
        NumberReading reading = PhoneNumbers.normalize("9876543210", countryCode, "+912234567890");

        if (countryCode.equals("\u0000")) {
            assertThat(reading).as("blank: the caller's country").isEqualTo(new Valid("+919876543210"));
            return;
        }
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.reason().word()).isEqualTo("unsupported_country"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "'", "\u00a0", "\u200b", "tel:"})
    void nothingWrittenIsAMissingNumber(String raw) {
        assertThat(PhoneNumbers.normalize(raw, "IN", null))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.reason().word()).isEqualTo("missing_phone_number"));
    }

    @Test
    void numberWithACountryCodeButNoPlusIsSuggestedWithOne() {
        assertThat(PhoneNumbers.normalize("919876543210", "US", null))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.suggestion()).endsWith("+919876543210"));
    }

    @ParameterizedTest
    @CsvSource({
        "+912234567890, true",
        "+14155550101, true",
        "+6421123456, true",
        "+1234567, true",
        "912234567890, false",
        "+0912234567890, false",
        "+91 2234567890, false",
        "+123456, false",
        "+1234567890123456, false",
        "+91abc4567890, false",
        "'', false",
        ", false",
        "'+912234567890\n', false",
        "+\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668, false"
    })
    void e164IsAPlusAndSevenToFifteenDigits(@Nullable String text, boolean expected) {
        assertThat(PhoneNumbers.isE164(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"+919876543210, +9198******10", "+14155550101, +1415*****01", "+1234567, ********", "911, ***", "'', ''"
    })
    void maskKeepsTheCountryAndTheLastTwoDigits(String number, String masked) {
        assertThat(PhoneNumbers.mask(number)).isEqualTo(masked);
    }

    @Test
    void readingMasksTheNumberInItsText() {
        assertThat(PhoneNumbers.normalize("+919876543210", null, null).toString())
                .isEqualTo("Valid[+9198******10]");
        assertThat(PhoneNumbers.normalize("919876543210", "US", null).toString())
                .doesNotContain("9876");
    }

    @ParameterizedTest
    @CsvSource({"+919876543210, IN", "+14165550101, CA", "+14155550101, US", "+15005550006, US", "+80012345678, ", "x, "
    })
    void regionIsTheCountryTheNumberIsAssignedIn(String e164, @Nullable String region) {
        assertThat(PhoneNumbers.regionOf(e164)).isEqualTo(region);
    }

    @Test
    void timeZonesAreAllThatThePersonMayBeIn() {
        assertThat(PhoneNumbers.timeZones("+919876543210")).containsExactly(ZoneId.of("Asia/Kolkata"));
        assertThat(PhoneNumbers.timeZones("+14155550101")).containsExactly(ZoneId.of("America/Los_Angeles"));
        assertThat(PhoneNumbers.timeZones("+18005550101")).hasSizeGreaterThan(10);
        assertThat(PhoneNumbers.timeZones("+99912345678")).isEmpty();
        assertThat(PhoneNumbers.timeZones("nonsense")).isEmpty();
    }

    @Test
    void noTextWhateverMakesTheReaderFail() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = "0123456789+-() .,;#xe/'\u0000\ud800\uff10\u0660tl:";
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(20); left > 0; left--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (PhoneNumbers.normalize(text.toString(), "IN", null) instanceof Valid(String e164)) {
                stored.add(e164);
            }
        }
        assertThat(new HashSet<>(stored)).as("seed %d", seed).allMatch(PhoneNumbers::isE164);
    }
}
