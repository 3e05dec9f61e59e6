package dev.outdial.campaign;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.outdial.campaign.file.Xlsx;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class LeadFileResourceTest {

    /** Two that can be called, one without a number, two that are wrong. */
    private static final byte[] MIXED = bytes("""
            phone_number,name,city
            9876543210,Asha,Pune
            ,Nobody,Delhi
            9.87654E+09,Ravi,Goa
            +14155550132,Zoe,"New
            York"
            12,Short,Agra
            """);

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    static Path folder;

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    LeadFileResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
    }

    @Test
    void rowsBecomeLeadsInTheFilesOrder() {
        desk.upload(fixture("plain.csv"))
                .statusCode(201)
                .body("campaign_id", is(desk.id()))
                .body("leads_created", is(2))
                .body("leads_skipped", is(1))
                .body("message", is("2 leads queued successfully. 1 row skipped due to missing phone_number."))
                .body("errors", empty());

        assertThat(desk.stored()).isEqualTo(2);
        desk.list("")
                .body("data.phone_number", contains("+919876543211", "+919876543210"))
                .body("data.name", contains("Ravi", "Asha"))
                .body("data[0].notes", equalTo(Map.of("city", "Navi Mumbai")))
                .body("data[0].status", is("pending"));
    }

    @Test
    void threeOfManyRowsWithoutANumberAreSkippedAndCounted() {
        StringBuilder file = new StringBuilder("name,Phone\n");
        for (int i = 0; i < 150; i++) {
            file.append("n,98765%05d\n".formatted(i));
        }
        desk.upload(bytes(file + "a,\nb,\nc,\n"))
                .statusCode(201)
                .body("leads_created", is(150))
                .body("leads_skipped", is(3))
                .body("message", is("150 leads queued successfully. 3 rows skipped due to missing phone_number."));
    }

    @Test
    void oneWrongRowRefusesTheFile() {
        desk.upload(MIXED)
                .statusCode(400)
                .body("statusCode", is(400))
                .body("message", is("2 rows are wrong; nothing was stored"))
                .body("error", is("Bad Request"))
                .body("error_count", is(2))
                .body("errors.row", contains(4, 7))
                .body("errors.column", contains("phone_number", "phone_number"))
                .body("errors.value", contains("9.87654E+09", "12"))
                .body("errors.reason", contains("number_looks_like_spreadsheet_notation", "invalid_phone_number"))
                .body("errors[0].suggestion", containsString("Format the column as text"));

        assertThat(desk.stored()).isZero();
    }

    @Test
    void partialModeStoresTheGoodRowsAndReportsTheRest() {
        desk.upload(MIXED, "mode=partial")
                .statusCode(201)
                .body("leads_created", is(2))
                .body("leads_skipped", is(3))
                .body("errors.row", contains(4, 7))
                .body("error_count", is(2));

        assertThat(desk.stored()).isEqualTo(2);
    }

    @Test
    void dryRunReportsAndStoresNothing() {
        desk.upload(MIXED, "mode=dry_run")
                .statusCode(200)
                .body("leads_created", is(0))
                .body("leads_valid", is(2))
                .body("error_count", is(2))
                .body("errors.row", contains(4, 7));

        assertThat(desk.stored()).isZero();
    }

    @Test
    void modeIsTakenFromTheQueryToo() {
        desk.form()
                .multiPart("file", "leads.csv", MIXED)
                .queryParam("mode", "dry_run")
                .post(desk.uploadPath())
                .then()
                .statusCode(200);
        assertThat(desk.stored()).isZero();
    }

    @Test
    void numbersThatCameBeforeAreSkippedOnlyWhenAsked() {
        desk.lead("+919876543211");

        desk.upload(fixture("duplicates.csv")).statusCode(201).body("leads_created", is(4));
        assertThat(desk.stored()).isEqualTo(5);

        desk.upload(fixture("duplicates.csv"), "on_duplicate=skip")
                .statusCode(201)
                .body("leads_created", is(0))
                .body("leads_skipped", is(4))
                .body("message", is("0 leads queued successfully. 4 rows skipped as duplicate."));
        assertThat(desk.stored()).isEqualTo(5);
    }

    @Test
    void manyChunksAreStoredInOrderAndOneBadRowAtTheirEndStoresNothing() {
        StringBuilder file = new StringBuilder("phone_number,n\n");
        for (int i = 0; i < 9_999; i++) {
            file.append("+9198765%05d,%d\n".formatted(i, i));
        }
        desk.upload(bytes(file + "12,bad\n")).statusCode(400).body("errors[0].row", is(10_001));
        assertThat(desk.stored()).isZero();

        desk.upload(bytes(file.toString())).statusCode(201).body("leads_created", is(9_999));
        assertThat(desk.stored()).isEqualTo(9_999);
        desk.list("&limit=3").body("data.notes.n", contains("9998", "9997", "9996"));
        desk.list("&limit=1&page=9999").body("data[0].notes.n", is("0"));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(textBlock = """
            country_code=+91, 9876543210
            countryCode=91,   9876543210
            country_code=IN,  09876543210
            country_code=,    9876543210
            country_code=US,  +919876543210
            """)
    void nationalNumbersAreReadInTheCountryThatWasNamed(String field, String number) {
        desk.upload(bytes("phone_number\n" + number + "\n"), field).statusCode(201);

        desk.list("").body("data.phone_number", contains("+919876543210"));
    }

    static Stream<Arguments> readable() throws IOException {
        return Stream.of(
                Arguments.of("UTF-8 with a mark", fixture("bom.csv"), 1),
                Arguments.of("UTF-16", "\ufeffphone_number\tname\n9876543210\tZoë\n".getBytes(UTF_16LE), 1),
                Arguments.of("semicolons in Windows-1252", fixture("semicolons-windows-1252.csv"), 1),
                Arguments.of("quotes and line breaks", fixture("quoted-line-breaks.csv"), 2),
                Arguments.of("apostrophes in front", fixture("apostrophes.csv"), 2),
                Arguments.of("XLSX", workbook(Xlsx.row(1, "phone_number"), Xlsx.row(2, "9876543210")), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void fileOfAnotherKindIsRead(String name, byte[] file, int leads) {
        desk.upload(file).statusCode(201).body("leads_created", is(leads));

        assertThat(desk.stored()).as(name).isEqualTo(leads);
    }

    static Stream<Arguments> refused() throws IOException {
        byte[] workbook = workbook(Xlsx.row(1, "phone_number"), Xlsx.row(2, "9876543210"));
        return Stream.of(
                Arguments.of("no rows", fixture("header-only.csv"), "empty_file"),
                Arguments.of("nothing", new byte[0], "empty_file"),
                Arguments.of("blank lines", fixture("blank.csv"), "empty_file"),
                Arguments.of("no column of numbers", fixture("missing-column.csv"), "missing_column"),
                Arguments.of("no header", fixture("no-header.csv"), "missing_column"),
                Arguments.of("sixteen variables", fixture("sixteen-variables.csv"), "too_many_columns"),
                Arguments.of("a column twice", fixture("duplicate-column.csv"), "duplicate"),
                Arguments.of("a quote without an end", fixture("unclosed-quote.csv"), "unreadable_file"),
                Arguments.of("a web page", fixture("web-page.xls"), "unreadable_file"),
                Arguments.of("a PDF", bytes("%PDF-1.7\n"), "unreadable_file"),
                Arguments.of("half a workbook", Arrays.copyOf(workbook, workbook.length / 2), "unreadable_file"),
                Arguments.of("a formula", formula(), "unreadable_file"),
                Arguments.of("a bomb", bomb(), "unreadable_file"));
    }

    /** In partial mode too: what cannot be read to its end is not stored up to there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void fileThatCannotBeTakenLeavesNothingBehind(String name, byte[] file, String reason) {
        desk.lead("+919876543210");
        for (String mode : List.of("mode=strict", "mode=partial", "mode=dry_run")) {
            desk.upload(file, mode)
                    .statusCode(400)
                    .body("errors.reason", contains(reason))
                    .body("error_count", is(1))
                    .body("message.getClass().getSimpleName()", is("String"));
        }

        assertThat(desk.stored()).as(name).isEqualTo(1);
    }

    @Test
    void countryThatIsNoneRefusesTheFile() {
        desk.upload(fixture("plain.csv"), "country_code=XX")
                .statusCode(400)
                .body("errors.reason", contains("unsupported_country"));
    }

    @Test
    void everyErrorIsCountedAndTheFirstHundredAreTold() {
        desk.upload(bytes("phone_number\n" + "12\n".repeat(250)))
                .statusCode(400)
                .body("error_count", is(250))
                .body("errors.size()", is(100))
                .body("message", is("250 rows are wrong; nothing was stored"));
    }

    @Test
    void moreThanTenMegabytesAreTooLarge() {
        byte[] row = bytes("+919876543210,nobody\n");
        byte[] file = new byte[10 * MEGABYTE + 1];
        Arrays.fill(file, (byte) '\n');
        System.arraycopy(bytes("phone_number,name\n"), 0, file, 0, 18);
        System.arraycopy(row, 0, file, 18, row.length);

        desk.upload(file).statusCode(413).body("statusCode", is(413)).body("error", is("Payload Too Large"));
        desk.upload(Arrays.copyOf(file, 10 * MEGABYTE)).statusCode(201).body("leads_created", is(1));
        desk.upload(Arrays.copyOf(file, 11 * MEGABYTE)).statusCode(413).body("statusCode", is(413));
        assertThat(desk.stored()).isEqualTo(1);
    }

    @Test
    void formWithoutExactlyOneFileIsRefused() {
        desk.form()
                .multiPart("mode", "strict")
                .post(desk.uploadPath())
                .then()
                .statusCode(400)
                .body("message", contains("file should not be empty"));
        desk.form()
                .multiPart("other", "leads.csv", MIXED)
                .post(desk.uploadPath())
                .then()
                .statusCode(400)
                .body("message", contains("file should not be empty"));
        desk.form()
                .multiPart("file", "a.csv", MIXED)
                .multiPart("file", "b.csv", MIXED)
                .post(desk.uploadPath())
                .then()
                .statusCode(400)
                .body("message", contains("file must be a single file"));
        desk.upload(MIXED, "mode=lax")
                .statusCode(400)
                .body("message", contains("mode must be one of the following values: strict, partial, dry_run"));
        assertThat(desk.stored()).isZero();
    }

    @Test
    void bodyOfAnotherKindIsAnUnsupportedMediaType() {
        desk.tenant()
                .request()
                .body("{}")
                .post(desk.uploadPath())
                .then()
                .statusCode(415)
                .body("error", is("Unsupported Media Type"));
        desk.tenant()
                .request()
                .contentType("text/csv")
                .body("phone_number\n9876543210\n")
                .post(desk.uploadPath())
                .then()
                .statusCode(415);
    }

    @Test
    void fileGoesOnlyToAnOwnCampaignThatIsNotCancelled() {
        LeadDesk other = LeadDesk.draft(pool);
        other.form()
                .multiPart("file", "leads.csv", MIXED)
                .post(desk.uploadPath())
                .then()
                .statusCode(404);
        desk.act("cancel");
        desk.upload(fixture("plain.csv"))
                .statusCode(409)
                .body("message", is("A cancelled campaign takes no further leads"));
        assertThat(desk.stored()).isZero();
    }

    @Test
    void uploadedFilesAreDeletedWhenTheRequestEnds() {
        desk.upload(fixture("plain.csv")).statusCode(201);
        desk.upload(MIXED).statusCode(400);

        Awaitility.await()
                .untilAsserted(() -> assertThat(Path.of("target", "uploads")).isEmptyDirectory());
    }

    private static byte[] formula() throws IOException {
        return workbook(
                Xlsx.row(1, "phone_number", "amount"),
                "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>9876543210</t></is></c><c r=\"B2\"><f>1+1</f><v>2</v></c></row>");
    }

    private static byte[] bomb() throws IOException {
        String space = " ".repeat(MEGABYTE);
        return workbook(Xlsx.row(1, "phone_number"), Xlsx.row(2, "9876543210"), space.repeat(100));
    }

    private static byte[] workbook(String... rows) throws IOException {
        Path file = Files.createTempFile(folder, "leads", ".xlsx");
        return Files.readAllBytes(new Xlsx().sheet(String.join("", rows)).write(file));
    }

    private static byte[] fixture(String name) {
        try (InputStream file = LeadFileResourceTest.class.getResourceAsStream("/leads/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
