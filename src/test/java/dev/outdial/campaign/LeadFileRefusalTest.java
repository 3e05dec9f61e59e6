package dev.outdial.campaign;

import static dev.outdial.campaign.Uploads.MEGABYTE;
import static dev.outdial.campaign.Uploads.MIXED;
import static dev.outdial.campaign.Uploads.bomb;
import static dev.outdial.campaign.Uploads.bytes;
import static dev.outdial.campaign.Uploads.fixture;
import static dev.outdial.campaign.Uploads.formula;
import static dev.outdial.campaign.Uploads.workbook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.outdial.campaign.file.Xlsx;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and forms that are not taken leave everything as it was. */
@QuarkusTest
class LeadFileRefusalTest {

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    LeadFileRefusalTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
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
}
