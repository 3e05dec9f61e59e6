package dev.outdial.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.outdial.campaign.file.FileReport;
import dev.outdial.campaign.file.LeadFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sample file, judged by libphonenumber and a CSV reader of its own. */
class SampleFileTest {

    private static final Path SAMPLE = Path.of("src/demo/leads.csv");
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /** Where the demo's caller number is at home, and so are numbers without a country. */
    private static final String HOME = "IN";

    private static List<NamedCsvRecord> rows = List.of();
    private static List<PhoneNumber> numbers = List.of();

    @BeforeAll
    static void read() throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(SAMPLE)) {
            rows = csv.stream().toList();
        }
        numbers = rows.stream().map(row -> parsed(row.getField("phone_number"))).toList();
    }

    @Test
    void thousandLeadsWithTheFieldsThatAgentsAskFor() {
        assertThat(rows).hasSize(1_000).allSatisfy(row -> {
            assertThat(row.getHeader()).containsExactly("name", "phone_number", "company", "plan");
            assertThat(row.getFields()).noneMatch(String::isBlank);
        });
    }

    @Test
    void everyNumberCanBeDialed() {
        assertThat(numbers).allMatch(NUMBERS::isValidNumber);
    }

    @Test
    void serviceTakesEveryRowAsItStands() {
        FileReport report = LeadFile.check(SAMPLE, new LeadFile.Rules(null, "+912234567890", true));

        assertThat(report.errors()).isEmpty();
        assertThat(report.leads()).isEqualTo(1_000);
    }

    @Test
    void nobodyIsOnTheFileTwice() {
        assertThat(numbers.stream().map(SampleFileTest::e164)).doesNotHaveDuplicates();
    }

    @Test
    void peopleLiveInNineCountriesAndMostOfThemInIndiaAndTheUnitedStates() {
        Map<String, Long> leads =
                numbers.stream().collect(Collectors.groupingBy(NUMBERS::getRegionCodeForNumber, Collectors.counting()));

        assertThat(leads).containsOnlyKeys("IN", "US", "GB", "DE", "BR", "FR", "AU", "AE", "ZA");
        assertThat(leads).containsEntry("IN", 300L).containsEntry("US", 220L);
        assertThat(leads.values()).allMatch(count -> count >= 40);
    }

    @Test
    void numbersAreWrittenInManyWays() {
        Set<String> shapes = rows.stream()
                .map(row -> row.getField("phone_number").replaceAll("[0-9]", "#"))
                .collect(Collectors.toSet());

        assertThat(shapes).hasSizeGreaterThan(20);
    }

    @Test
    void oneLeadInTenHasAnEndingWithScriptOfItsOwn() {
        Map<Integer, Long> endings = numbers.stream()
                .map(SampleFileTest::e164)
                .map(number -> Integer.parseInt(number, number.length() - 2, number.length(), 10))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long scripted = endings.entrySet().stream()
                .filter(entry -> entry.getKey() < 18)
                .mapToLong(Map.Entry::getValue)
                .sum();

        assertThat(scripted).isCloseTo(100, within(10L));
        // Engaged for ever, does not exist, declines, never picks up, a machine, refused by the carrier.
        assertThat(endings).containsKeys(2, 4, 5, 7, 10, 12);
    }

    private static String e164(PhoneNumber number) {
        return NUMBERS.format(number, PhoneNumberFormat.E164);
    }

    private static PhoneNumber parsed(String text) {
        try {
            return NUMBERS.parse(text, HOME);
        } catch (NumberParseException e) {
            throw new AssertionError("No number: " + text, e);
        }
    }
}
