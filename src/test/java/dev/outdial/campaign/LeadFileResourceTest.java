package dev.outdial.campaign;

import static dev.outdial.campaign.Uploads.MIXED;
import static dev.outdial.campaign.Uploads.bytes;
import static dev.outdial.campaign.Uploads.fixture;
import static dev.outdial.campaign.Uploads.workbook;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.outdial.campaign.file.Xlsx;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class LeadFileResourceTest {

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
    void partWithoutANameIsNoFile() throws Exception {
        String form = """
                --x
                Content-Disposition: form-data; filename="leads.csv"

                phone_number
                --x--
                """.replace("\n", "\r\n");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + desk.uploadPath()))
                .header("Authorization", "Bearer " + desk.tenant().key())
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("file should not be empty");
        }
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

    @Test
    void uploadedFilesAreDeletedWhenTheRequestEnds() {
        desk.upload(fixture("plain.csv")).statusCode(201);
        desk.upload(MIXED).statusCode(400);

        Awaitility.await()
                .untilAsserted(() -> assertThat(Path.of("target", "uploads")).isEmptyDirectory());
    }
}
