package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From its first change to its end. */
@QuarkusTest
class LeadLifeTest {

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    LeadLifeTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
    }

    @Test
    void waitingLeadIsChangedInPart() {
        String id = desk.post(new JsonObject("""
                        {"phoneNumber": "9876543210", "name": "Asha", "notes": {"plan": "gold"}}""")).extract().path("id");

        desk.patch(id, new JsonObject("{\"phone_number\": \"415 555 0132\", \"countryCode\": \"US\"}"))
                .statusCode(200)
                .body("phone_number", is("+14155550132"))
                .body("name", is("Asha"))
                .body("notes", equalTo(Map.of("plan", "gold")));
        desk.patch(id, new JsonObject("{\"metadata\": {\"city\": \"Pune\"}, \"name\": null}"))
                .statusCode(200)
                .body("name", nullValue())
                .body("notes", equalTo(Map.of("city", "Pune")))
                .body("phone_number", is("+14155550132"));
        desk.patch(id, new JsonObject("""
                        {"name": " ", "priority": 9, "external_id": "crm-7", "timeZone": "Asia/Kolkata"}"""))
                .statusCode(200)
                .body("name", nullValue())
                .body("priority", is(9))
                .body("external_id", is("crm-7"))
                .body("time_zone", is("Asia/Kolkata"));
        desk.patch(id, new JsonObject("{\"externalId\": null, \"time_zone\": null}"))
                .statusCode(200)
                .body("priority", is(9))
                .body("external_id", nullValue())
                .body("time_zone", nullValue());
        desk.patch(id, new JsonObject()).statusCode(200);
        assertThat(desk.stored()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"phoneNumber": null}          | [phoneNumber should not be empty]
            {"phoneNumber": "12"}          | [phoneNumber must be a valid E.164 phone number]
            {"phone_number": "9.8E+11"}    | [phone_number must be a valid E.164 phone number]
            {"notes": null}                | [notes should not be empty]
            {"priority": null}             | [priority should not be empty]
            {"priority": 11}               | [priority must be an integer from 1 to 10]
            {"time_zone": "Mars/Olympus"}  | [time_zone must be a valid IANA time zone]
            {"notes": {"a": []}}           | [notes must be an object of at most 15 strings, numbers or booleans]
            {"country_code": "ZZ"}         | [country_code must be a calling code such as +91 or the two letters of a country such as IN]
            """)
    void wrongChangeIsRefusedAndChangesNothing(String body, String message) {
        String id = desk.lead("9876543210");
        String before = desk.get(id).extract().asString();

        Object told =
                desk.patch(id, new JsonObject(body)).statusCode(400).extract().path("message");

        assertThat(told).hasToString(message);
        assertThat(desk.get(id).extract().asString()).isEqualTo(before);
    }

    @Test
    void removedLeadIsGone() {
        String id = desk.lead("9876543210");

        desk.delete(id).statusCode(200).body("message", is("Lead removed from campaign."));

        desk.delete(id).statusCode(404).body("message", is("Lead not found"));
        desk.get(id).statusCode(404);
        desk.patch(id, new JsonObject("{\"name\": \"x\"}")).statusCode(404);
        desk.list("").body("meta.total", is(0));
        desk.list("&status=removed").body("data[0].id", is(id)).body("data[0].status", is("removed"));
        assertThat(desk.stored()).isZero();
    }

    @Test
    void leadOfACampaignThatIsOverIsLeftAsItIs() {
        String id = desk.lead("9876543210");
        desk.act("cancel");

        desk.delete(id)
                .statusCode(409)
                .body("message", is("A lead cannot be removed from a completed or cancelled campaign"));
        desk.patch(id, new JsonObject("{\"name\": \"x\"}"))
                .statusCode(409)
                .body("message", is("A lead cannot be changed once its campaign is over"));
        desk.get(id)
                .body("status", is("failed"))
                .body("end_reason", is("campaign_cancelled"))
                .body("attempts", is(0))
                .body("next_attempt_at", nullValue());
    }

    @Test
    void leadIsFollowedThroughItsCallAndNoLongerChanged() {
        String id = desk.lead("+14155550102");
        desk.act("start");

        Awaitility.await().until(() -> desk.get(id).extract().path("status").equals("in_progress"));
        desk.patch(id, new JsonObject("{\"name\": \"x\"}"))
                .statusCode(409)
                .body("message", is("A lead cannot be changed once it was dialed"));
        desk.list("&status=in_progress").body("data[0].id", is(id)).body("meta.total", is(1));
        desk.list("&status=pending").body("meta.total", is(0));
        String out = desk.get(id)
                .body("call_log_id", startsWith("log_"))
                .body("attempts", is(1))
                .body("end_reason", nullValue())
                .extract()
                .path("call_log_id");

        Awaitility.await().until(() -> desk.get(id).extract().path("status").equals("failed"));
        desk.get(id)
                .body("end_reason", is("user_busy"))
                .body("last_outcome", is("busy"))
                .body("call_log_id", is(out))
                .body("attempts", is(1));
        desk.patch(id, new JsonObject("{\"name\": \"x\"}")).statusCode(409);
        desk.list("&status=failed").body("data[0].id", is(id));
        desk.delete(id).statusCode(409);
        assertThat(desk.stored()).isEqualTo(1);
    }

    @Test
    void completedCampaignRunsAgainWhenALeadIsAdded() {
        desk.lead("+14155550102");
        desk.act("start");
        Awaitility.await().until(() -> desk.status().equals("completed"));

        String second = desk.lead("+14155550202");

        assertThat(desk.status()).isEqualTo("running");
        Awaitility.await().until(() -> desk.get(second).extract().path("status").equals("failed"));
        Awaitility.await().until(() -> desk.status().equals("completed"));
    }
}
