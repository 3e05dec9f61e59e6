package dev.outdial.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BatchResourceTest {

    private static final String BATCHES = "/v1/batch-calls";
    private static final String UNKNOWN = BATCHES + "/batch_00000000000000000000000000";
    /** Two people who are engaged at once; one row without a number. */
    private static final String FILE =
            "phone_number,name,plan\n+14152000002,Asha,gold\n,Nobody,\n+14152000002,Ravi,silver\n";

    private final Pool pool;
    private Tenant tenant;
    private String agent;

    @Inject
    BatchResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeAgent() {
        tenant = Tenant.create();
        agent = tenant.request()
                .body("{\"title\": \"Asha\", \"ring_duration_sec\": 5, \"max_call_duration_sec\": 60}")
                .post("/v1/agents")
                .then()
                .extract()
                .path("id");
    }

    @Test
    void fileIsCalledAndItsCallsAreTold() {
        String id = post(form("title", "Spring", "agent_version_number", "4", "max_concurrent_calls", "2"))
                .statusCode(201)
                .body("id", matchesPattern("batch_[0-9a-z]{26}"))
                .body("title", is("Spring"))
                .body("name", is("Spring"))
                .body("total_records", is(3))
                .body("total_leads", is(2))
                .body("status", is("initiated"))
                .body("from_number", is("+912234567890"))
                .body("agent_id", is(agent))
                .body("agent_version_number", is(4))
                .body("max_concurrent_calls", is(2))
                .body("created_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                .extract()
                .path("id");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        get(BATCHES + "/" + id).extract().path("batch.status").equals("completed"));
        get(BATCHES + "/" + id)
                .statusCode(200)
                .body("batch.total_leads", is(2))
                .body("batch.failed_calls", is(2))
                .body("batch.pending_calls", is(0))
                .body("callLogs", hasSize(2))
                .body("callLogs.status", contains("busy", "busy"))
                .body("callLogs.batch_id", contains(id, id))
                .body("callLogs.campaign_id", contains(nullValue(), nullValue()))
                .body("total", is(2))
                .body("page", is(1))
                .body("limit", is(20))
                .body("totalPages", is(1));
        get(BATCHES + "/" + id + "?status=completed").body("callLogs", hasSize(0));
        get(BATCHES + "/" + id + "?limit=1&page=2").body("callLogs", hasSize(1)).body("totalPages", is(2));
        get("/v1/call-logs?campaign_id=" + id).body("data.campaign_id", contains(id, id));
    }

    @Test
    void batchIsNoCampaignAndTakesNoFurtherLeads() {
        String id = later();
        String campaign = PublicId.CAMPAIGN.text(PublicId.BATCH.uuidOrNotFound(id));

        get("/v1/campaigns").body("meta.total", is(0));
        get("/v1/campaigns/" + campaign).statusCode(404);
        for (String name : new String[] {id, campaign}) {
            tenant.request()
                    .body(new JsonObject()
                            .put("campaignId", name)
                            .put("phoneNumber", "+14152000002")
                            .encode())
                    .post("/v1/campaigns-leads")
                    .then()
                    .statusCode(404);
            given().multiPart("file", "more.csv", FILE.getBytes(StandardCharsets.UTF_8))
                    .post("/v1/campaigns-leads/upload-file/" + name)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void batchIsPausedResumedAndCancelledAndNothingElse() {
        String id = later();

        act(id, "resume")
                .statusCode(400)
                .body("message", is("An active batch cannot be resumed; it can be paused or cancelled"));
        act(id, "pause")
                .statusCode(200)
                .body("success", is(true))
                .body("message", is("Batch paused."))
                .body("campaign.status", is("paused"))
                .body("campaign.id", is(id))
                .body("affectedCalls.removedFromQueue", is(2));
        act(id, "resume").statusCode(200).body("campaign.status", is("active"));
        act(id, "cancel").statusCode(200).body("affectedCalls.cancelledCallLogs", is(2));
        act(id, "cancel").statusCode(400).body("message", is("A cancelled batch cannot be cancelled"));
        act(id, "stop")
                .statusCode(400)
                .body("message", contains("action must be one of the following values: pause, resume, cancel"));
        tenant.request().body("{}").patch(BATCHES + "/" + id + "/status").then().statusCode(400);
    }

    @Test
    void scheduleHoursAndRetriesAreTheCampaigns() {
        post(form(
                        "name",
                        "Later",
                        "scheduled_at",
                        "2099-01-01T09:00:00Z",
                        "ends_at",
                        "2099-02-01T09:00:00Z",
                        "calling_hours_start",
                        "09:30",
                        "calling_hours_end",
                        "24:00",
                        "time_zone",
                        "Asia/Kolkata",
                        "retry_config",
                        "{\"max_retries\": 2, \"retry_interval_minutes\": 30}"))
                .statusCode(201)
                .body("starts_at", is("2099-01-01T09:00:00.000Z"))
                .body("ends_at", is("2099-02-01T09:00:00.000Z"))
                .body("retry_config.max_retries", is(2))
                .body("calling_hours.sunday.start", contains("09:30"))
                .body("calling_hours.monday.end", contains("24:00"))
                .body("time_zone", is("Asia/Kolkata"));
        get(BATCHES).body("items.status", contains("active"));
    }

    @Test
    void hoursAreByTheAgentsZoneUnlessTold() {
        String[] hours = {"title", "x", "calling_hours_start", "09:00", "calling_hours_end", "18:00"};
        post(form(hours))
                .statusCode(400)
                .body(
                        "message",
                        contains(
                                "time_zone should not be empty where there are calling hours and the agent has no timezone"));
        tenant.request()
                .body("{\"timezone\": \"Asia/Dubai\"}")
                .patch("/v1/agents/" + agent)
                .then()
                .statusCode(200);
        post(form(hours)).statusCode(201).body("time_zone", is("Asia/Dubai"));
    }

    @Test
    void fileThatIsRefusedLeavesNoBatchBehind() {
        given(form("title", "x"), "phone_number\n+14152000002\n12\n")
                .post(BATCHES)
                .then()
                .statusCode(400)
                .body("error_count", is(1))
                .body("errors.reason", contains("invalid_phone_number"));
        given(form("title", "x"), "phone_number,name\n,Nobody\n")
                .post(BATCHES)
                .then()
                .statusCode(400)
                .body("message", is("The file has no row that can be called"));
        given(form("title", "x"), "name\nAsha\n").post(BATCHES).then().statusCode(400);

        get(BATCHES).body("total", is(0));
        assertThat(pool.preparedQuery("SELECT count(*) FROM campaign WHERE organization_id = $1")
                        .executeAndAwait(Tuple.of(PublicId.ORGANIZATION.uuidOrNotFound(tenant.id())))
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
    }

    @ParameterizedTest(name = "{0}={1} is 400 {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            title                | ~~                | [title should not be empty]
            title                | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | [title must be shorter than or equal to 35 characters]
            max_concurrent_calls | 0                 | [max_concurrent_calls must be an integer from 1 to 1000]
            max_concurrent_calls | many              | [max_concurrent_calls must be an integer from 1 to 1000]
            agent_version_number | x                 | [agent_version_number must be an integer from 0 to 1000000]
            starts_at            | tomorrow          | [starts_at must be a valid ISO 8601 date-time with an offset]
            ends_at              | 2020-01-01T00:00:00Z | [ends_at must be in the future]
            calling_hours_start  | 9                 | [calling_hours_start must be a time of day such as 09:30]
            calling_hours_start  | 09:00             | [calling_hours_end should not be empty]
            retry_config         | {                 | [retry_config must be an object]
            retry_config         | {"max_retries": 11} | [retry_config.max_retries must be an integer from 0 to 10]
            from_phone_number    | 12                | [from_phone_number must be a valid E.164 phone number]
            on_duplicate         | maybe             | [on_duplicate must be one of the following values: keep, skip]
            """)
    void wrongFieldIsRefused(String field, String value, String message) {
        Object told = post(form("title", "Spring", field, value))
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told).hasToString(message);
    }

    @Test
    void batchNeedsAFileAnAgentAndHoursInOrder() {
        given().multiPart("title", "x")
                .multiPart("agent_id", agent)
                .post(BATCHES)
                .then()
                .statusCode(400)
                .body("message", contains("file should not be empty"));
        given().multiPart("file", "x.csv", FILE.getBytes(StandardCharsets.UTF_8))
                .multiPart("title", "x")
                .post(BATCHES)
                .then()
                .statusCode(400)
                .body("message", contains("agent_id should not be empty"));
        post(form("title", "x", "agent_id", PublicId.AGENT.text(new UUID(0, 0))))
                .statusCode(404);
        post(form("title", "x", "calling_hours_start", "18:00", "calling_hours_end", "09:00"))
                .statusCode(400)
                .body("message", contains("calling_hours_end must be later than calling_hours_start"));
        tenant.request().body("{}").post(BATCHES).then().statusCode(415);
    }

    @Test
    void listIsPagedAndChosenByStatus() {
        String first = later();
        String second = later();
        act(first, "cancel").statusCode(200);

        get(BATCHES)
                .body("items.id", contains(second, first))
                .body("total", is(2))
                .body("page", is(1))
                .body("limit", is(20));
        get(BATCHES + "?status=cancelled").body("items.id", contains(first));
        get(BATCHES + "?status=active,running&limit=1")
                .body("items.id", contains(second))
                .body("limit", is(1));
        get(BATCHES + "?status=draft").body("total", is(0));
        get(BATCHES + "?status=odd").statusCode(400);
        get(BATCHES + "?page=0").statusCode(400);
    }

    @Test
    void batchIsTheOrganizationsOwn() {
        String id = later();
        Tenant other = Tenant.create();

        assertThat(other.request().get(BATCHES + "/" + id).asString())
                .isEqualTo(other.request().get(UNKNOWN).asString())
                .contains("Batch not found");
        other.request()
                .body("{\"action\": \"pause\"}")
                .patch(BATCHES + "/" + id + "/status")
                .then()
                .statusCode(404);
        other.request().get(BATCHES + "/nonsense").then().statusCode(404);
        other.request().get(BATCHES).then().body("total", is(0));
        Tenant.as(tenant.keyWith("read"))
                .body("{\"action\": \"pause\"}")
                .patch(BATCHES + "/" + id + "/status")
                .then()
                .statusCode(403);
        RestAssured.given().multiPart("title", "x").post(BATCHES).then().statusCode(401);
    }

    /** One that waits for its time. */
    private String later() {
        return post(form("title", "Later", "starts_at", "2099-01-01T09:00:00Z"))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String[] form(String... fields) {
        return fields;
    }

    private ValidatableResponse post(String... fields) {
        return given(fields, FILE).post(BATCHES).then();
    }

    /** A form with what a batch needs, and these fields, of which the last of a name counts. */
    private RequestSpecification given(String[] fields, String file) {
        JsonObject all = new JsonObject().put("agent_id", agent).put("from_phone_number", "+912234567890");
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        RequestSpecification form = given().multiPart("file", "people.csv", file.getBytes(StandardCharsets.UTF_8));
        all.forEach(field -> form.multiPart(field.getKey(), (String) field.getValue()));
        return form;
    }

    private RequestSpecification given() {
        return RestAssured.given()
                .header("Authorization", "Bearer " + tenant.key())
                .contentType("multipart/form-data");
    }

    private ValidatableResponse get(String path) {
        return tenant.request().urlEncodingEnabled(false).get(path).then();
    }

    private ValidatableResponse act(String batch, String action) {
        return tenant.request()
                .body(new JsonObject().put("action", action).encode())
                .patch(BATCHES + "/" + batch + "/status")
                .then();
    }
}
