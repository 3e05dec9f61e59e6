package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class LeadListResourceTest {

    /** Three that can be called, two of them with one number; one without a number; two that are wrong. */
    private static final JsonObject MIXED = new JsonObject("""
            {"leads": [{"phoneNumber": "9876543210", "name": "Asha", "priority": 9, "notes": {"plan": "gold"}},
                       {"name": "Nobody"},
                       {"phone_number": "12"},
                       {"phone_number": "+14155550132", "external_id": "crm-1"},
                       {"phoneNumber": "+919876543210"},
                       {"phoneNumber": "+919876543211", "priority": 11, "time_zone": "Mars/Base"}]}""");

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    LeadListResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
    }

    @Test
    void oneWrongLeadRefusesAllOfThem() {
        desk.bulk(MIXED)
                .statusCode(400)
                .body("statusCode", is(400))
                .body("error", is("Bad Request"))
                .body("message", is("2 rows are wrong; nothing was stored"))
                .body("error_count", is(2))
                .body("errors.row", contains(3, 6))
                .body("errors.column", contains("phone_number", null))
                .body("errors.value", contains("12", null))
                .body("errors.reason", contains("invalid_phone_number", "invalid_value"))
                .body(
                        "errors[1].message",
                        is("priority must be an integer from 1 to 10; time_zone must be a valid IANA time zone"));

        assertThat(desk.stored()).isZero();
    }

    @Test
    void goodLeadsArePickedInPartialMode() {
        desk.bulk(MIXED.copy().put("mode", "partial"))
                .statusCode(201)
                .body("campaign_id", is(desk.id()))
                .body("leads_created", is(3))
                .body("leads_skipped", is(3))
                .body("error_count", is(2))
                .body(
                        "message",
                        is("3 leads queued successfully. 1 row skipped due to missing phone_number. 2 rows rejected."))
                .body("leads_valid", nullValue());

        assertThat(desk.stored()).isEqualTo(3);
        desk.list("")
                .body("data.phone_number", contains("+919876543210", "+14155550132", "+919876543210"))
                .body("data.priority", contains(5, 5, 9))
                .body("data[1].external_id", is("crm-1"))
                .body("data[2].notes.plan", is("gold"));
    }

    @Test
    void dryRunStoresNothing() {
        desk.bulk(MIXED.copy().put("mode", "dry_run").put("on_duplicate", "skip"))
                .statusCode(200)
                .body("leads_created", is(0))
                .body("leads_valid", is(2))
                .body("leads_skipped", is(4))
                .body("message", containsString("2 leads can be queued; this dry run stored none."));

        assertThat(desk.stored()).isZero();
    }

    @Test
    void numbersTheCampaignHasAreSkippedWhenAsked() {
        desk.lead("+14155550132");

        desk.bulk(MIXED.copy().put("mode", "partial").put("on_duplicate", "skip"))
                .statusCode(201)
                .body("leads_created", is(1))
                .body("leads_skipped", is(5))
                .body("message", containsString("1 lead queued successfully."))
                .body("message", containsString("2 rows skipped as duplicate."));

        assertThat(desk.stored()).isEqualTo(2);
    }

    @Test
    void countryOfTheListIsThatOfItsLeadsWithoutOne() {
        desk.bulk(new JsonObject("""
                        {"country_code": "US", "leads": [{"phoneNumber": "415 555 0132"},
                                                         {"phoneNumber": "9876543210", "countryCode": "+91"}]}""")).statusCode(201).body("errors", empty());

        desk.list("").body("data.phone_number", equalTo(List.of("+919876543210", "+14155550132")));
    }

    @Test
    void fiveThousandAreTakenAndOneMoreIsNot() {
        JsonArray leads = new JsonArray();
        for (int i = 0; i < 5_000; i++) {
            leads.add(new JsonObject().put("phoneNumber", "+9198765%05d".formatted(i)));
        }
        desk.bulk(new JsonObject().put("leads", leads))
                .statusCode(201)
                .body("leads_created", is(5_000))
                .body("message", is("5000 leads queued successfully."));
        desk.bulk(new JsonObject().put("leads", leads.copy().add(new JsonObject())))
                .statusCode(400)
                .body("message", contains("leads must be an array of at most 5000 objects"));
        assertThat(desk.stored()).isEqualTo(5_000);
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"campaign": 1}                 | [leads should not be empty]
            {"leads": "x"}                  | [leads must be an array of at most 5000 objects]
            {"leads": [1]}                  | [leads.0 must be an object]
            {"leads": [], "mode": "lax"}    | [mode must be one of the following values: strict, partial, dry_run]
            {"leads": [], "on_duplicate": "x"} | [on_duplicate must be one of the following values: keep, skip]
            {"leads": [], "country_code": "ZZ"} | [country_code must be a calling code such as +91 or the two letters of a country such as IN]
            """)
    void wrongListIsRefused(String body, String message) {
        Object told = desk.bulk(new JsonObject(body)).statusCode(400).extract().path("message");

        assertThat(told).hasToString(message);
    }

    @Test
    void cancelledAndUnknownCampaignsTakeNoList() {
        JsonObject leads = new JsonObject("{\"leads\": [{\"phoneNumber\": \"9876543210\"}]}");
        LeadDesk.draft(pool)
                .tenant()
                .request()
                .body(leads.copy().put("campaign_id", desk.id()).encode())
                .post(LeadDesk.LEADS + "/bulk")
                .then()
                .statusCode(404);
        desk.act("cancel");
        desk.bulk(leads).statusCode(409).body("message", is("A cancelled campaign takes no further leads"));
        assertThat(desk.stored()).isZero();
    }
}
