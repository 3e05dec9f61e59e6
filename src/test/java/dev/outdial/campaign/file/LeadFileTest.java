package dev.outdial.campaign.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.campaign.file.LeadFile.Rules;
import dev.outdial.campaign.file.LeadRow.Lead;
import dev.outdial.campaign.file.LeadRow.Skipped;
import dev.outdial.campaign.file.LeadRow.Wrong;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeadFileTest {

    static final Rules INDIA = new Rules("IN", null, false);

    @TempDir
    Path folder;

    @Test
    void rowsBecomeLeadsWithTheirVariablesInTheFilesOrder() {
        List<LeadRow> rows = fixture("plain.csv");

        assertThat(rows.get(0)).isEqualTo(new Lead(2, "+919876543210", "Asha", Map.of("city", "Pune")));
        assertThat(rows.get(1)).isEqualTo(new Lead(3, "+919876543211", "Ravi", Map.of("city", "Navi Mumbai")));
        assertThat(rows.get(2)).isInstanceOfSatisfying(Skipped.class, skipped -> {
            assertThat(skipped.row()).isEqualTo(4);
            assertThat(skipped.error().reason().word()).isEqualTo("missing_phone_number");
            assertThat(skipped.error().column()).isEqualTo("phone_number");
        });
        Lead many = (Lead) fixture("fifteen-variables-and-empty-columns.csv").getFirst();
        assertThat(many.variables().keySet())
                .containsExactly(
                        "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15");
    }

    @Test
    void byteOrderMarkIsNoPartOfTheHeader() {
        assertThat(fixture("bom.csv")).containsExactly(new Lead(2, "+919876543210", "Zoë", Map.of()));
    }

    @Test
    void semicolonsAndWindowsCharactersAreFoundOut() {
        assertThat(fixture("semicolons-windows-1252.csv"))
                .containsExactly(new Lead(2, "+491711234567", "Jürgen", Map.of("Betrag", "12;50")));
    }

    @Test
    void tabsAndPipesAndLoneCarriageReturnsAreFoundOut() {
        assertThat(fixture("tabs.tsv").getLast()).isEqualTo(new Lead(3, "+919876543211", null, Map.of("note", "")));
        assertThat(fixture("pipes-cr.csv"))
                .containsExactly(
                        new Lead(2, "+919876543210", null, Map.of("city", "Pune")),
                        new Lead(4, "+919876543211", null, Map.of("city", "Delhi")));
    }

    @Test
    void rowIsTheLineWhereItStartsAlsoBehindBlankLinesAndQuotedLineBreaks() {
        assertThat(fixture("quoted-line-breaks.csv"))
                .containsExactly(
                        new Lead(4, "+919876543210", null, Map.of("note", "first line\nsecond \"line\"")),
                        new Lead(6, "+919876543211", null, Map.of("note", "after")));
    }

    @Test
    void apostropheInFrontIsTheSpreadsheetsAndGoesAway() {
        assertThat(fixture("apostrophes.csv"))
                .containsExactly(
                        new Lead(2, "+919876543210", null, Map.of("code", "007")),
                        new Lead(3, "+919876543211", null, Map.of("code", "O'Hara")));
    }

    @Test
    void numbersThatASpreadsheetDamagedAreNamedOneByOne() {
        FileReport report = LeadFile.check(resource("spreadsheet-damage.csv"), INDIA);

        assertThat(report.leads()).isEqualTo(1);
        assertThat(report.errorCount()).isEqualTo(4);
        assertThat(report.errors())
                .extracting(FileError::row, FileError::column, FileError::value, FileError::reason)
                .containsExactly(
                        tuple(2, "phone_number", "9.87654E+09", Reason.NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION),
                        tuple(3, "phone_number", "9,87654E+09", Reason.NUMBER_LOOKS_LIKE_SPREADSHEET_NOTATION),
                        tuple(5, "phone_number", "+919876543210x12", Reason.INVALID_PHONE_NUMBER),
                        tuple(6, "phone_number", "abc", Reason.INVALID_PHONE_NUMBER));
        assertThat(report.errors())
                .first()
                .satisfies(error -> assertThat(error.suggestion()).contains("as text"));
    }

    @Test
    void cellsWithoutAColumnAreAnErrorOfTheirRowAlone() {
        assertThat(fixture("ragged.csv"))
                .satisfiesExactly(
                        row -> assertError(row, 2, "C", "411001", Reason.TOO_MANY_COLUMNS),
                        row -> assertThat(row).isEqualTo(new Lead(3, "+919876543211", null, Map.of("city", ""))),
                        row -> assertThat(row).isEqualTo(new Lead(4, "+919876543212", null, Map.of("city", "Delhi"))));
        assertThat(fixture("nameless-column.csv"))
                .satisfiesExactly(
                        row -> assertError(row, 2, "B", "stray", Reason.MISSING_COLUMN),
                        row -> assertThat(row).isEqualTo(new Lead(3, "+919876543211", null, Map.of("city", "Delhi"))));
    }

    @ParameterizedTest
    @CsvSource({
        "missing-column.csv,     missing_column,   1, phone_number, no column phone_number",
        "no-header.csv,          missing_column,   1, phone_number, no column phone_number",
        "sixteen-variables.csv,  too_many_columns, 1, v16,          beyond: v16",
        "duplicate-column.csv,   duplicate,        1, city,         two columns are named city",
        "header-only.csv,        empty_file,        ,             , no rows",
        "empty.csv,              empty_file,        ,             , empty",
        "blank.csv,              empty_file,        ,             , empty",
        "unclosed-quote.csv,     unreadable_file,  1,             , beyond line 1",
        "web-page.xls,           unreadable_file,   ,             , web page",
    })
    void wholeFileIsRefusedWithItsReason(
            String file, String reason, @Nullable Integer row, @Nullable String column, String message) {
        FileError error = refusal(resource(file));

        assertThat(error.reason().word()).isEqualTo(reason);
        assertThat(error.row()).isEqualTo(row);
        assertThat(error.column()).isEqualTo(column);
        assertThat(error.message()).contains(message);
    }

    @Test
    void properlyNamedColumnWinsAndTwoOtherNamesAreAmbiguous() throws IOException {
        assertThat(read(text("phone,phone_number\nhome,+919876543210\n")))
                .containsExactly(new Lead(2, "+919876543210", null, Map.of("phone", "home")));
        assertThat(refusal(resource("ambiguous-phone.csv")).reason()).isEqualTo(Reason.DUPLICATE);
    }

    @Test
    void nothingThatTheDatabaseRefusesComesOut() {
        Lead lead = (Lead) fixture("control-characters.csv").getFirst();

        assertThat(lead.variables()).containsEntry("note", "abc[31m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void everyEncodingGivesTheSameText(String charset) throws IOException {
        Path file = Files.writeString(
                folder.resolve("leads.csv"),
                "phone_number,name\n+919876543210,Łukasz 😀 नमस्ते\n",
                Charset.forName(charset));

        assertThat(read(file)).containsExactly(new Lead(2, "+919876543210", "Łukasz 😀 नमस्ते", Map.of()));
    }

    @Test
    void truncatedUtf16IsUnreadable() throws IOException {
        byte[] bytes = "phone_number\n+919876543210\n".getBytes(StandardCharsets.UTF_16);
        Path file = Files.write(folder.resolve("leads.csv"), Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(refusal(file).reason()).isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void picturesAndGarbageAreNotText() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
        byte[] garbage = new byte[5_000];
        new Random(7).nextBytes(garbage);

        assertThat(refusal(Files.write(folder.resolve("a.csv"), png)).message()).contains("picture");
        assertThat(refusal(Files.write(folder.resolve("b.csv"), garbage)).reason())
                .isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void duplicatesAreKeptUnlessTheRulesSkipThem() {
        assertThat(LeadFile.check(resource("duplicates.csv"), INDIA).leads()).isEqualTo(4);

        FileReport skipping = LeadFile.check(resource("duplicates.csv"), new Rules("IN", null, true));

        assertThat(skipping.leads()).isEqualTo(2);
        assertThat(skipping.duplicates()).isEqualTo(2);
        assertThat(skipping.errorCount()).isZero();
    }

    @Test
    void countryComesFromTheRulesElseFromTheCaller() throws IOException {
        Path file = text("phone_number\n(303) 555-0101\n");

        assertThat(read(file, new Rules(null, "+14155550100", false))).first().isInstanceOf(Lead.class);
        assertThat(read(file, new Rules("+91", "+14155550100", false))).first().isInstanceOf(Wrong.class);
        assertThat(read(file, new Rules(null, null, false))).first().isInstanceOf(Wrong.class);
        assertThatExceptionOfType(LeadFileRefused.class)
                .isThrownBy(() -> LeadFile.open(file, new Rules("XX", "+14155550100", false)))
                .satisfies(e -> assertThat(e.error().reason()).isEqualTo(Reason.UNSUPPORTED_COUNTRY));
    }

    @Test
    void longNamesAndValuesAreErrorsAndEchoedShort() throws IOException {
        Path file = text("phone_number,name,note\n+919876543210," + "n".repeat(201) + ",\n+919876543210,,"
                + "v".repeat(4_001) + "\n+919876543210," + "n".repeat(200) + "," + "v".repeat(4_000) + "\n");

        assertThat(read(file))
                .satisfiesExactly(
                        row -> assertError(row, 2, "name", "n".repeat(99) + "…", Reason.VALUE_TOO_LONG),
                        row -> assertError(row, 3, "note", "v".repeat(99) + "…", Reason.VALUE_TOO_LONG),
                        row -> assertThat(row).isInstanceOf(Lead.class));
        assertThat(refusal(text("phone_number," + "h".repeat(65) + "\n+919876543210,x\n"))
                        .reason())
                .isEqualTo(Reason.VALUE_TOO_LONG);
        assertThat(refusal(text("phone_number,note\n+919876543210," + "v".repeat(100_000) + "\n"))
                        .reason())
                .isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void echoedValueNeverEndsInHalfACharacter() throws IOException {
        List<LeadRow> rows = read(text("phone_number\n" + "😀".repeat(80) + "\nx" + "😀".repeat(80) + "\n"));

        assertThat(rows)
                .allSatisfy(row -> assertThat(((Wrong) row).error().value())
                        .hasSizeLessThanOrEqualTo(100)
                        .doesNotContainPattern("[\\ud800-\\udbff](?![\\udc00-\\udfff])"));
    }

    @Test
    void firstHundredErrorsAreKeptAndAllAreCounted() throws IOException {
        FileReport report = LeadFile.check(text("phone_number\n" + "x\n".repeat(250)), INDIA);

        assertThat(report.errors()).hasSize(100);
        assertThat(report.errors().getLast().row()).isEqualTo(101);
        assertThat(report.errorCount()).isEqualTo(250);
    }

    @Test
    void personalDataStaysOutOfTexts() {
        assertThat(fixture("plain.csv").toString()).doesNotContain("9876543210", "Asha", "Pune");
        assertThat(LeadFile.check(resource("spreadsheet-damage.csv"), INDIA)
                        .errors()
                        .toString())
                .doesNotContain("9876543210");
    }

    @Test
    void hugeFileIsReadRowByRow() throws IOException {
        // Given a file whose rows, all kept, would not fit into what is left of the heap's bound below
        Path file = folder.resolve("huge.csv");
        int rows = 200_000;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("phone_number,name,note\n");
            for (int i = 0; i < rows; i++) {
                out.write("+91987" + (1_000_000 + i) + ",Lead " + i + "," + "x".repeat(50) + "\n");
            }
        }
        assertThat(Files.size(file)).isGreaterThan(11L << 20);

        // When it is read, skipping duplicates, with an eye on memory
        long most = 0;
        FileReport report;
        try (LeadFile leads = LeadFile.open(file, new Rules(null, null, true))) {
            long before = used();
            for (int i = 1; leads.hasNext(); i++) {
                assertThat(leads.next()).isNotNull();
                if (i % 50_000 == 0) {
                    most = Math.max(most, used() - before);
                }
            }
            report = leads.report();
        }

        // Then it cost the set of numbers and little else
        assertThat(report.leads()).isEqualTo(rows);
        assertThat(most).isLessThan(12L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private Path text(String text) throws IOException {
        return Files.writeString(folder.resolve("leads.csv"), text);
    }

    private static void assertError(LeadRow row, int number, String column, String value, Reason reason) {
        assertThat(row)
                .isInstanceOfSatisfying(
                        Wrong.class,
                        wrong -> assertThat(wrong.error())
                                .extracting(FileError::row, FileError::column, FileError::value, FileError::reason)
                                .containsExactly(number, column, value, reason));
    }

    private static List<LeadRow> fixture(String name) {
        return read(resource(name));
    }

    static Path resource(String name) {
        return Path.of("src/test/resources/leads").resolve(name);
    }

    static List<LeadRow> read(Path file) {
        return read(file, INDIA);
    }

    static List<LeadRow> read(Path file, Rules rules) {
        List<LeadRow> rows = new ArrayList<>();
        try (LeadFile leads = LeadFile.open(file, rules)) {
            leads.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** The error that a file is refused with, however far it was read before. */
    static FileError refusal(Path file) {
        try {
            throw new AssertionError(
                    "It was read: " + LeadFile.check(file, INDIA).leads() + " leads");
        } catch (LeadFileRefused e) {
            return e.error();
        }
    }
}
