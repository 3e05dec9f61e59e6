package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calling hours over HTTP, and what a campaign says of itself while it must not call. */
@QuarkusTest
class CampaignHoursTest {

    @Inject
    Pool pool;

    private Desk desk;

    /** The full hour, six to seven hours from now. */
    private final Instant opening = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(7, ChronoUnit.HOURS);

    @BeforeEach
    void open() {
        desk = Desk.open(pool);
    }

    @Test
    void hoursAreKeptAndTakenAway() {
        JsonObject hours = new JsonObject("""
                {"monday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "24:00"}]}""");
        String id = desk.create(new JsonObject().put("calling_hours", hours).put("time_zone", "Asia/Kolkata"));

        desk.get(id)
                .body("calling_hours.monday.start", contains("09:00", "14:00"))
                .body("calling_hours.monday.end", contains("13:00", "24:00"));
        desk.patch(id, new JsonObject().putNull("calling_hours"))
                .statusCode(200)
                .body("calling_hours", nullValue());
    }

    @Test
    void hoursNeedAZone() {
        JsonObject hours = daily(9);
        desk.post(desk.body(new JsonObject().put("calling_hours", hours)))
                .statusCode(400)
                .body("message", contains("time_zone should not be empty where there are calling_hours"));

        String id = desk.create(new JsonObject().put("calling_hours", hours).put("time_zone", "UTC"));
        desk.patch(id, new JsonObject().putNull("time_zone")).statusCode(400);
    }

    @Test
    void campaignThatMayCallNobodyNowSaysSoAndWhen() {
        String id = closed();
        String lead = desk.tenant()
                .request()
                .body(new JsonObject()
                        .put("campaignId", id)
                        .put("phoneNumber", "+442079460001")
                        .put("time_zone", "UTC")
                        .encode())
                .post("/v1/campaigns-leads")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Awaitility.await().until(() -> desk.status(id).extract().path("status").equals("active"));

        desk.status(id).body("status_reason", equalTo("Outside the calling hours of every lead that waits"));
        desk.list("?status=active").body("data.id", contains(id));
        desk.list("?status=running").body("data", empty());
        desk.list("?status=running,active").body("data.id", contains(id));
        desk.tenant()
                .request()
                .get("/v1/campaigns-leads/" + lead)
                .then()
                .body("next_attempt_at", equalTo(millis(opening)));
        JsonPath why = why(id);
        assertThat(why.getString("binding_limit")).isEqualTo("calling_hours");
        assertThat(why.getBoolean("dialing")).isFalse();
        Map<String, Object> hours = why.getMap("gates.find { it.name == 'calling_hours' }.values");
        assertThat(hours)
                .containsEntry("next_opening_at", millis(opening))
                .containsEntry("lead_zones", 1)
                .containsEntry("lead_zones_open", 0);
    }

    @Test
    void withoutHoursTheLeadsThatWaitedAreCalledAtOnce() {
        String id = closed();
        desk.leads(id, 3, Desk.BUSY);
        Awaitility.await().until(() -> desk.status(id).extract().path("status").equals("active"));

        desk.patch(id, new JsonObject().putNull("calling_hours")).statusCode(200);

        Awaitility.await().until(() -> desk.status(id).extract().path("status").equals("completed"));
        desk.status(id).body("failed_leads", equalTo(3));
        assertThat(why(id).getString("binding_limit")).isEqualTo("status");
    }

    @Test
    void nameOfTheLimitThatBindsIsTold() {
        String id = desk.create(new JsonObject().put("max_concurrent_calls", 1));
        assertThat(why(id).getString("binding_limit")).isEqualTo("due_leads");

        desk.leads(id, 2, Desk.RINGS_OUT);
        Awaitility.await()
                .until(() -> desk.status(id).extract().path("in_flight_calls").equals(1));

        JsonPath why = why(id);
        assertThat(why.getString("binding_limit")).isEqualTo("campaign_max_concurrent_calls");
        assertThat(why.getBoolean("dialing")).isTrue();
        Map<String, Object> cap = why.getMap("gates.find { it.name == 'campaign_max_concurrent_calls' }.values");
        assertThat(cap).containsEntry("open", 1).containsEntry("max", 1);
        desk.act(id, "pause").statusCode(200);
        assertThat(why(id).getString("binding_limit")).isEqualTo("status");
    }

    @Test
    void whyOfAnothersCampaignIsAsUnknownAsThatOfNone() {
        String id = desk.create(new JsonObject());
        Desk.open(pool)
                .tenant()
                .request()
                .get("/v1/campaigns/" + id + "/why")
                .then()
                .statusCode(404)
                .body("message", equalTo("Campaign not found"));
    }

    /** A campaign that may call from the next opening on, for an hour each day. */
    private String closed() {
        return desk.create(new JsonObject()
                .put("calling_hours", daily(opening.atOffset(ZoneOffset.UTC).getHour()))
                .put("time_zone", "UTC"));
    }

    private JsonPath why(String campaign) {
        return desk.tenant()
                .request()
                .get("/v1/campaigns/" + campaign + "/why")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonObject daily(int hour) {
        JsonObject hours = new JsonObject();
        for (DayOfWeek day : DayOfWeek.values()) {
            hours.put(
                    day.name().toLowerCase(Locale.ROOT),
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("start", "%02d:00".formatted(hour))
                                    .put("end", "%02d:59".formatted(hour))));
        }
        return hours;
    }

    private static String millis(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'"));
    }
}
