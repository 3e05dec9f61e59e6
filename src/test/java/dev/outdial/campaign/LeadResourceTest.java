package dev.outdial.campaign;

import static dev.outdial.campaign.LeadDesk.LEADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.outdial.http.PublicId;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LeadResourceTest {

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    LeadResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
    }

    @Test
    void newLeadIsAnsweredAsItWasStored() {
        String id = desk.post(new JsonObject("""
                        {"phoneNumber": "98765 43210", "name": "Zoë", "priority": 9, "external_id": "crm-1",
                         "time_zone": "Asia/Kolkata", "notes": {"plan": "gold", "visits": 3, "vip": true, "due": 1.50}}
                        """))
                .statusCode(201)
                .body("id", startsWith("lead_"))
                .body("campaign_id", is(desk.id()))
                .body("phone_number", is("+919876543210"))
                .body("name", is("Zoë"))
                .body("status", is("pending"))
                .body("notes", equalTo(Map.of("plan", "gold", "visits", 3, "vip", true, "due", 1.5f)))
                .body("metadata", equalTo(Map.of("plan", "gold", "visits", 3, "vip", true, "due", 1.5f)))
                .body("call_log_id", nullValue())
                .body("attempts", is(0))
                .body("last_outcome", nullValue())
                .body("end_reason", nullValue())
                .body("priority", is(9))
                .body("external_id", is("crm-1"))
                .body("time_zone", is("Asia/Kolkata"))
                .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .body("next_attempt_at", matchesPattern(".*\\.\\d{3}Z"))
                .extract()
                .path("id");

        desk.get(id).statusCode(200).body("id", is(id)).body("name", is("Zoë"));
        assertThat(desk.stored()).isEqualTo(1);
    }

    @Test
    void smallestLeadHasDefaults() {
        desk.post(new JsonObject().put("phoneNumber", "+14155550123"))
                .statusCode(201)
                .body("name", nullValue())
                .body("notes", equalTo(Map.of()))
                .body("priority", is(5))
                .body("external_id", nullValue())
                .body("time_zone", nullValue());
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"campaignId": null}                         | [campaignId should not be empty, phoneNumber should not be empty]
            {}                                           | [phoneNumber should not be empty]
            {"phone_number": ""}                         | [phone_number should not be empty]
            {"phoneNumber": "  "}                        | [phoneNumber should not be empty]
            {"phoneNumber": 919876543210}                | [phoneNumber must be a string]
            {"phoneNumber": "12"}                        | [phoneNumber must be a valid E.164 phone number]
            {"phoneNumber": "+123"}                      | [phoneNumber must be a valid E.164 phone number]
            {"phone_number": "9.87654E+09"}              | [phone_number must be a valid E.164 phone number]
            {"phone_number": "call me"}                  | [phone_number must be a valid E.164 phone number]
            {"phoneNumber": "9876543210", "countryCode": "XX"} | [countryCode must be a calling code such as +91 or the two letters of a country such as IN]
            {"phoneNumber": "9876543210", "country_code": 91}  | [country_code must be a string]
            {"phoneNumber": "9876543210", "priority": 0}   | [priority must be an integer from 1 to 10]
            {"phoneNumber": "9876543210", "priority": 11}  | [priority must be an integer from 1 to 10]
            {"phoneNumber": "9876543210", "priority": "5"} | [priority must be an integer from 1 to 10]
            {"phoneNumber": "9876543210", "time_zone": "Mars/Base"} | [time_zone must be a valid IANA time zone]
            {"phoneNumber": "9876543210", "time_zone": "+05:30"} | [time_zone must be a valid IANA time zone]
            {"phoneNumber": "9876543210", "name": 7}     | [name must be a string]
            {"phoneNumber": "9876543210", "notes": "x"}  | [notes must be an object of at most 15 strings, numbers or booleans]
            {"phoneNumber": "9876543210", "metadata": {"a": {"b": 1}}} | [metadata must be an object of at most 15 strings, numbers or booleans]
            {"phoneNumber": "9876543210", "notes": {"a": [1]}} | [notes must be an object of at most 15 strings, numbers or booleans]
            {"phoneNumber": "9876543210", "name": "\\u0000"}   | [name must not contain the character U+0000 or half of a surrogate pair]
            {"phoneNumber": "9876543210", "notes": {"a": "\\u0000"}} | [notes must be an object of at most 15 strings, numbers or booleans]
            """)
    void wrongFieldIsNamedAsItWasSent(String body, String message) {
        Object told = desk.post(new JsonObject(body)).statusCode(400).extract().path("message");

        assertThat(told).hasToString(message);
        assertThat(desk.stored()).isZero();
    }

    @Test
    void textsAndNotesAreBounded() {
        JsonObject notes = new JsonObject();
        for (int i = 0; i < 15; i++) {
            notes.put("k" + i, i);
        }
        desk.post(new JsonObject()
                        .put("phoneNumber", "9876543210")
                        .put("name", "n".repeat(200))
                        .put("external_id", "e".repeat(200))
                        .put("notes", notes))
                .statusCode(201);
        desk.post(new JsonObject()
                        .put("phoneNumber", "9876543210")
                        .put("name", "n".repeat(201))
                        .put("external_id", "e".repeat(201))
                        .put("notes", notes.copy().put("k15", 15)))
                .statusCode(400)
                .body(
                        "message",
                        contains(
                                "name must be shorter than or equal to 200 characters",
                                "notes must be an object of at most 15 strings, numbers or booleans",
                                "external_id must be shorter than or equal to 200 characters"));
        desk.post(new JsonObject()
                        .put("phoneNumber", "9876543210")
                        .put("notes", new JsonObject().put("k".repeat(65), 1)))
                .statusCode(400);
    }

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource(textBlock = """
            9876543210,       ,     +919876543210
            09876543210,      ,     +919876543210
            9876543210,       +91,  +919876543210
            9876543210,       91,   +919876543210
            9876543210,       0091, +919876543210
            9876543210,       IN,   +919876543210
            9876543210,       in,   +919876543210
            (415) 555-0132,   US,   +14155550132
            415-555-0132,     1,    +14155550132
            020 7946 0018,    GB,   +442079460018
            +44 20 7946 0018, IN,   +442079460018
            0044 2079460018,  ,     +442079460018
            """)
    void nationalNumberIsReadInItsCountry(String number, String country, String e164) {
        JsonObject lead = new JsonObject().put("phoneNumber", number);
        if (country != null) {
            lead.put("countryCode", country);
        }
        desk.post(lead).statusCode(201).body("phone_number", is(e164));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmp_01h", "nonsense", "lead_00000000000000000000000000"})
    void unknownCampaignIsNotFound(String id) {
        desk.post(new JsonObject().put("campaignId", id).put("phoneNumber", "+919876543210"))
                .statusCode(404)
                .body("message", is("Campaign not found"));
    }

    @Test
    void cancelledCampaignTakesNoLead() {
        desk.act("cancel");

        desk.post(new JsonObject().put("phoneNumber", "+919876543210"))
                .statusCode(409)
                .body("message", is("A cancelled campaign takes no further leads"));
        assertThat(desk.stored()).isZero();
    }

    @Test
    void nobodySeesAnothersLead() {
        String lead = desk.lead("+919876543210");
        LeadDesk other = LeadDesk.draft(pool);

        other.tenant().request().get(LEADS + "/" + lead).then().statusCode(404);
        other.tenant()
                .request()
                .body("{\"name\": \"x\"}")
                .patch(LEADS + "/" + lead)
                .then()
                .statusCode(404);
        other.tenant().request().delete(LEADS + "/" + lead).then().statusCode(404);
        other.tenant().request().get(LEADS + "?campaign_id=" + desk.id()).then().statusCode(404);
        other.post(new JsonObject().put("campaignId", desk.id()).put("phoneNumber", "+919876543211"))
                .statusCode(404);
        assertThat(desk.stored()).isEqualTo(1);
    }

    @Test
    void leadsOfADeletedCampaignAreGone() {
        String lead = desk.lead("+919876543210");
        desk.desk().delete(desk.id()).statusCode(200);

        desk.tenant().request().get(LEADS + "/" + lead).then().statusCode(404);
        desk.tenant()
                .request()
                .body("{\"name\": \"x\"}")
                .patch(LEADS + "/" + lead)
                .then()
                .statusCode(404);
        desk.tenant().request().delete(LEADS + "/" + lead).then().statusCode(404);
        desk.tenant().request().get(LEADS + "?campaign_id=" + desk.id()).then().statusCode(404);
        desk.post(new JsonObject().put("phoneNumber", "+919876543211")).statusCode(404);
    }

    @Test
    void malformedIdIsNotFound() {
        for (String id : new String[] {"lead_", "x", "lead_zzz", PublicId.LEAD.text(UUID.randomUUID())}) {
            desk.tenant().request().get(LEADS + "/" + id).then().statusCode(404).body("message", is("Lead not found"));
        }
    }

    @Test
    void numbersInNotesKeepTheirDigits() {
        String id = desk.tenant()
                .request()
                .body("{\"campaignId\": \"" + desk.id()
                        + "\", \"phoneNumber\": \"9876543210\", \"metadata\": {\"n\": 12345678901234567890.125}}")
                .post(LEADS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        assertThat(desk.get(id).extract().asString()).contains("\"n\": 12345678901234567890.125");
    }
}
