package dev.outdial.call;

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
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CallResourceTest {

    private static final String CALLS = "/v1/calls";
    /** Engaged at once. */
    private static final String BUSY = "+14152000002";

    private final Pool pool;
    private Tenant tenant;
    private CallRows rows;
    private UUID agent;

    @Inject
    CallResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeRows() {
        tenant = Tenant.create();
        rows = new CallRows(pool, tenant);
        agent = rows.agent();
    }

    @Test
    void callIsKnownFromItsCreationOnUnderTheIdItKeeps() {
        CallRows.Call other = fill();

        String id = post(body(BUSY))
                .statusCode(201)
                .body("id", matchesPattern("call_[0-9a-z]{26}"))
                .body("to_phone_number", is(BUSY))
                .body("from_phone_number", is(CallRows.CALLER))
                .body("agent_id", is(PublicId.AGENT.text(agent)))
                .body("agent_version_number", is(3))
                .body("status", is("created"))
                .body("created_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                .extract()
                .path("id");
        get(CALLS + "/" + id)
                .statusCode(200)
                .body("id", is(id))
                .body("status", is("created"))
                .body("to_number", is(BUSY))
                .body("from_number", is(CallRows.CALLER))
                .body("call_direction", is("outbound"))
                .body("createdAt", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                .body("duration", is(0))
                .body("end_reason", nullValue())
                .body("campaign_id", nullValue())
                .body("agent_version_number", is(3))
                .body("metadata.plan", is("gold"))
                .body("transcript", nullValue());
        get("/v1/call-logs/" + id).statusCode(200).body("status", is("created"));

        free(other);
        await(id, "busy").body("end_reason", is("user_busy"));
        get("/v1/call-logs/" + id + "/details")
                .body("call_id", is(id))
                .body("campaign_id", nullValue())
                .body("attempt", is(1));
    }

    @Test
    void callsOfAnAgentFromANumberFollowEachOtherWithoutEnd() {
        String first = create(BUSY);
        await(first, "busy");

        String second = create(BUSY);
        await(second, "busy");

        assertThat(number("SELECT count(*) FROM campaign WHERE organization_id = $1", rows.organization))
                .isEqualTo(1);
        assertThat(row("SELECT kind, status FROM campaign WHERE organization_id = $1", rows.organization)
                        .toJson()
                        .getMap())
                .isEqualTo(Map.of("kind", "direct", "status", "running"));
    }

    /** The next call is another try. */
    @Test
    void callsThatTheDialerHasHeldGoOnWithTheNext() {
        await(create(BUSY), "busy");
        run(
                "UPDATE campaign SET status = 'paused', status_reason = 'test' WHERE organization_id = $1",
                rows.organization);

        await(create(BUSY), "busy");

        assertThat(row("SELECT status_reason FROM campaign WHERE organization_id = $1", rows.organization)
                        .getString(0))
                .isNull();
    }

    @Test
    void campaignBehindSingleCallsIsNowhereToBeSeen() {
        UUID lead = PublicId.CALL.uuidOrNotFound(create(BUSY));
        UUID campaign = row("SELECT campaign_id FROM lead WHERE id = $1", lead).getUUID(0);
        String path = "/v1/campaigns/" + PublicId.CAMPAIGN.text(campaign);

        get("/v1/campaigns").body("meta.total", is(0));
        get(path).statusCode(404);
        get(path + "/status").statusCode(404);
        tenant.request().post(path + "/cancel").then().statusCode(404);
        get("/v1/campaigns-leads?campaign_id=" + PublicId.CAMPAIGN.text(campaign))
                .statusCode(404);
        get("/v1/campaigns-leads/" + PublicId.LEAD.text(lead)).statusCode(404);
        tenant.request()
                .delete("/v1/campaigns-leads/" + PublicId.LEAD.text(lead))
                .then()
                .statusCode(404);
        tenant.request()
                .body(new JsonObject()
                        .put("campaignId", PublicId.CAMPAIGN.text(campaign))
                        .put("phoneNumber", BUSY)
                        .encode())
                .post("/v1/campaigns-leads")
                .then()
                .statusCode(404);
    }

    @Test
    void numberOnTheDoNotCallListIsNotCalledAndOneThatWaitsIsWithdrawn() {
        fill();
        String waiting = create(BUSY);

        tenant.request()
                .body(new JsonObject().put("phone_number", BUSY).encode())
                .post("/v1/suppressions")
                .then()
                .body("leads_failed", is(1));

        get(CALLS + "/" + waiting)
                .statusCode(200)
                .body("status", is("cancelled"))
                .body("end_reason", is("suppressed"));
        get(CALLS + "?end_reason=suppressed").body("id", contains(waiting));
        post(body(BUSY)).statusCode(409).body("message", is(BUSY + " is on the do-not-call list"));
    }

    @Test
    void agentWithNothingToCallAnyMoreCanBeDeleted() {
        CallRows.Call other = fill();
        String id = create(BUSY);
        String path = "/v1/agents/" + PublicId.AGENT.text(agent);
        run(
                "UPDATE campaign SET deleted_at = now() WHERE kind = 'campaign' AND organization_id = $1",
                rows.organization);

        tenant.request().delete(path).then().statusCode(409);
        free(other);
        await(id, "busy");

        tenant.request().delete(path).then().statusCode(200);
        post(body(BUSY)).statusCode(404).body("message", is("Agent not found"));
    }

    @Test
    void agentLearnsTheNotesAndItsVersion() {
        fill();
        String id = create("{\"metadata\": {\"a\": 1, \"b\": 2}, \"notes\": {\"b\": 3}, \"agent_version_number\": 7}");

        get(CALLS + "/" + id).body("metadata", is(Map.of("a", 1, "b", 3, "agent_version_number", 7)));
    }

    @Test
    void callsAreAnArrayNewestFirstAndFiltered() {
        UUID campaign = rows.campaign(agent);
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        String talked = rows.call(agent, campaign, "+14155552671", noon)
                .talked(Duration.ofMillis(61_500))
                .callId();
        String busy = rows.call(agent, campaign, "+14155552672", noon.plusSeconds(60))
                .ended("busy", "user_busy")
                .callId();
        fill();
        String waiting = create(BUSY);

        get(CALLS)
                .body("id.flatten()[0]", is(waiting))
                .body("", hasSize(4))
                .body("campaign_id[3]", is(PublicId.CAMPAIGN.text(campaign)));
        get(CALLS + "?to=%2B14155552671").body("id", contains(talked)).body("duration", contains(61_500));
        get(CALLS + "?from=%2B14155550199").body("", hasSize(0));
        get(CALLS + "?duration_min=61500&duration_max=61500").body("id", contains(talked));
        get(CALLS + "?duration_max=61499&status=completed").body("", hasSize(0));
        get(CALLS + "?status=busy,created&created_at=asc").body("id", contains(busy, waiting));
        get(CALLS + "?status=completed&page=1&limit=200").body("id", contains(talked));
        get(CALLS + "?page=2&limit=3").body("id", contains(talked));
        get(CALLS + "?status=odd").statusCode(400);
        get(CALLS + "?to=12").statusCode(400).body("message", contains("to must be a valid E.164 phone number"));
        get(CALLS + "?page=0").statusCode(400);
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"agent_id": null}              | [agent_id should not be empty]
            {"phone_number": null}          | [phone_number should not be empty]
            {"phone_number": "12"}          | [phone_number must be a valid E.164 phone number]
            {"from_phone_number": "12"}     | [from_phone_number must be a valid E.164 phone number]
            {"notes": []}                   | [notes must be an object of at most 15 strings, numbers or booleans]
            {"metadata": {"a": {}}}         | [metadata must be an object of at most 15 strings, numbers or booleans]
            {"agent_version_number": "x"}   | [agent_version_number must be an integer from 0 to 1000000]
            """)
    void wrongCallIsRefused(String fields, String message) {
        Object told = post(body(BUSY).mergeIn(new JsonObject(fields)))
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told).hasToString(message);
    }

    @Test
    void callNeedsACallerNumberAndFewNotes() {
        JsonObject body = body(BUSY);
        body.remove("from_phone_number");
        post(body)
                .statusCode(400)
                .body(
                        "message",
                        contains("from_phone_number should not be empty when the agent has no outbound phone number"));
        JsonObject many = new JsonObject();
        JsonObject more = new JsonObject();
        for (int i = 0; i < 8; i++) {
            many.put("a" + i, i);
            more.put("b" + i, i);
        }
        post(body(BUSY).put("notes", many).put("metadata", more))
                .statusCode(400)
                .body("message", contains("notes and metadata must have at most 15 names together"));
    }

    @Test
    void callIsTheOrganizationsOwn() {
        fill();
        String id = create(BUSY);
        Tenant other = Tenant.create();

        assertThat(other.request().get(CALLS + "/" + id).asString())
                .isEqualTo(other.request()
                        .get(CALLS + "/" + PublicId.CALL.text(new UUID(0, 0)))
                        .asString())
                .contains("Call not found");
        other.request().get(CALLS + "/nonsense").then().statusCode(404);
        other.request().get(CALLS).then().body("", hasSize(0));
        other.request()
                .body(body(BUSY).encode())
                .post(CALLS)
                .then()
                .statusCode(404)
                .body("message", is("Agent not found"));
        Tenant.as(tenant.keyWith("read"))
                .body(body(BUSY).encode())
                .post(CALLS)
                .then()
                .statusCode(403);
        RestAssured.given()
                .contentType("application/json")
                .body(body(BUSY).encode())
                .post(CALLS)
                .then()
                .statusCode(401);
        tenant.request().contentType("text/plain").body("x").post(CALLS).then().statusCode(415);
        tenant.request().body("{").post(CALLS).then().statusCode(400);
    }

    private JsonObject body(String number) {
        return new JsonObject()
                .put("agent_id", PublicId.AGENT.text(agent))
                .put("to_phone_number", number)
                .put("from_phone_number", CallRows.CALLER)
                .put("notes", new JsonObject().put("plan", "gold"))
                .put("agent_version_number", 3);
    }

    private ValidatableResponse post(JsonObject body) {
        if (body.containsKey("phone_number")) {
            body.remove("to_phone_number");
        }
        return tenant.request().body(body.encode()).post(CALLS).then();
    }

    private String create(String what) {
        JsonObject body = what.startsWith("{") ? body(BUSY).mergeIn(new JsonObject(what)) : body(what);
        return post(body).statusCode(201).extract().path("id");
    }

    private ValidatableResponse get(String path) {
        return tenant.request().urlEncodingEnabled(false).get(path).then();
    }

    private ValidatableResponse await(String call, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> get(CALLS + "/" + call).extract().path("status").equals(status));
        return get(CALLS + "/" + call);
    }

    /** Gives the organization one slot, and takes it. */
    private CallRows.Call fill() {
        run("UPDATE organization SET max_concurrent_calls = 1 WHERE id = $1", rows.organization);
        return rows.call(agent, rows.campaign(agent), "+14155552673", Instant.parse("2026-03-02T13:00:00Z"))
                .open("answered");
    }

    private void free(CallRows.Call call) {
        var _ = call.talked(Duration.ofSeconds(1));
    }

    private void run(String sql, UUID id) {
        pool.preparedQuery(sql).executeAndAwait(Tuple.of(id));
    }

    private Row row(String sql, UUID id) {
        return pool.preparedQuery(sql).executeAndAwait(Tuple.of(id)).iterator().next();
    }

    private long number(String sql, UUID id) {
        return row(sql, id).getLong(0);
    }
}
