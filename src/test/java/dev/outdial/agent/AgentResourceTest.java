package dev.outdial.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.outdial.http.PublicId;
import dev.outdial.testing.CampaignRow;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
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
class AgentResourceTest {

    private static final String NOBODY = PublicId.AGENT.text(new UUID(1, 2));

    private final Pool pool;
    private Tenant tenant;

    @Inject
    AgentResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
    }

    @Test
    void agentNeedsNoMoreThanATitle() {
        tenant.request()
                .body("{\"title\": \"Asha\"}")
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .body("id", matchesPattern("agt_[0-9a-z]{26}"))
                .body("title", is("Asha"))
                .body("name", is("Asha"))
                .body("route", equalTo(Map.of("kind", "simulated")))
                .body("ring_duration_sec", is(30))
                .body("max_call_duration_sec", is(600))
                .body("timezone", nullValue())
                .body("default_dynamic_variables", anEmptyMap())
                .body("outbound_phone_number_id", nullValue())
                .body("voicemail_detection", is(true))
                .body("created_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                .body("updated_at", notNullValue())
                .body("$", not(hasKey("settings")));
    }

    @Test
    void everyFieldComesBackAsItWasSent() {
        String line = line(tenant, "+14155552671");
        String body = """
                {"name": "Asha", "route": {"kind": "simulated", "unknown": 1}, "ring_duration_sec": 5,
                 "max_call_duration_sec": 5400, "timezone": "Asia/Kolkata", "outbound_phone_number_id": "%s",
                 "default_dynamic_variables": {"company": "Acme", "Größe": 1.5, "vip": true, "nothing": null},
                 "voicemail_detection": false, "welcome_message": "Namasté", "llm": {"model": "x", "tools": [1, null]},
                 "id": "mine", "organization_id": "mine", "created_at": "mine"}
                """.formatted(line);

        String id = tenant.request()
                .body(body)
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        tenant.request()
                .get("/v1/agents/" + id)
                .then()
                .statusCode(200)
                .body("id", startsWith("agt_"))
                .body("title", is("Asha"))
                .body("route", equalTo(Map.of("kind", "simulated")))
                .body("ring_duration_sec", is(5))
                .body("max_call_duration_sec", is(5400))
                .body("timezone", is("Asia/Kolkata"))
                .body("outbound_phone_number_id", is(line))
                .body("default_dynamic_variables.size()", is(3))
                .body("default_dynamic_variables.company", is("Acme"))
                .body("default_dynamic_variables.'Größe'", is(1.5f))
                .body("default_dynamic_variables.vip", is(true))
                .body("voicemail_detection", is(false))
                .body("welcome_message", is("Namasté"))
                .body("llm.model", is("x"))
                .body("llm.tools", contains(1, null))
                .body("created_at", startsWith("20"))
                .body("organization_id", nullValue());
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                  | [title should not be empty]
            {"title": " "}                                      | [title should not be empty]
            {"name": null}                                      | [name should not be empty]
            {"title": 5}                                        | [title must be a string]
            {"title": "a", "route": "simulated"}                | [route must be an object]
            {"title": "a", "route": {}}                         | [route.kind should not be empty]
            {"title": "a", "route": {"kind": "sip_uri"}}        | [route.kind must be one of the following values: simulated]
            {"title": "a", "ring_duration_sec": 4}              | [ring_duration_sec must be an integer from 5 to 600]
            {"title": "a", "ring_duration_sec": 601}            | [ring_duration_sec must be an integer from 5 to 600]
            {"title": "a", "ring_duration_sec": "30"}           | [ring_duration_sec must be an integer from 5 to 600]
            {"title": "a", "max_call_duration_sec": 59}         | [max_call_duration_sec must be an integer from 60 to 5400]
            {"title": "a", "max_call_duration_sec": 5401}       | [max_call_duration_sec must be an integer from 60 to 5400]
            {"title": "a", "timezone": "Mars/Olympus"}          | [timezone must be a valid IANA time zone]
            {"title": "a", "timezone": "+05:30"}                | [timezone must be a valid IANA time zone]
            {"title": "a", "default_dynamic_variables": {"a": {}}} | [default_dynamic_variables must be an object of at most 50 strings, numbers or booleans]
            {"title": "a", "outbound_phone_number_id": 5}       | [outbound_phone_number_id must be a string]
            {"title": "a", "voicemail_detection": "yes"}        | [voicemail_detection must be a boolean value]
            {"ring_duration_sec": 1, "timezone": "x"}           | [title should not be empty, ring_duration_sec must be an integer from 5 to 600, timezone must be a valid IANA time zone]
            """)
    void wrongAgentIsRefused(String body, String message) {
        Object told = tenant.request()
                .body(body)
                .post("/v1/agents")
                .then()
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told.toString()).isEqualTo(message);
    }

    @Test
    void sizesAreBounded() {
        String long201 = "x".repeat(201);
        String kilobytes = "x".repeat(64 * 1024);
        refused("{\"title\": \"%s\"}".formatted(long201));
        refused("{\"title\": \"a\", \"prompt\": \"%s\"}".formatted(kilobytes));
        refused("{\"title\": \"a\", \"default_dynamic_variables\": {\"a\": \"%s\"}}".formatted(kilobytes));
        StringBuilder variables = new StringBuilder("\"v0\": 0");
        for (int i = 1; i <= 50; i++) {
            variables.append(", \"v").append(i).append("\": 0");
        }
        refused("{\"title\": \"a\", \"default_dynamic_variables\": {%s}}".formatted(variables));

        // Little by little is no way around it.
        String half = "x".repeat(40 * 1024);
        String path = create("{\"title\": \"a\", \"one\": \"%s\"}".formatted(half));
        tenant.request()
                .body("{\"two\": \"%s\"}".formatted(half))
                .patch(path)
                .then()
                .statusCode(400);
    }

    @Test
    void changeLeavesTheRestAlone() {
        String path = create("{\"title\": \"a\", \"ring_duration_sec\": 10, \"voice\": \"x\", \"timezone\": \"UTC\"}");

        tenant.request()
                .body("{\"name\": \"b\", \"voicemail_detection\": false, \"speed\": 2}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("title", is("b"))
                .body("ring_duration_sec", is(10))
                .body("voicemail_detection", is(false))
                .body("timezone", is("UTC"))
                .body("voice", is("x"))
                .body("speed", is(2));
        tenant.request()
                .body(
                        "{\"ring_duration_sec\": null, \"voicemail_detection\": null, \"timezone\": null, \"voice\": \"y\"}")
                .patch(path)
                .then()
                .statusCode(200);
        tenant.request()
                .get(path)
                .then()
                .body("ring_duration_sec", is(30))
                .body("voicemail_detection", is(true))
                .body("timezone", nullValue())
                .body("voice", is("y"))
                .body("speed", is(2));
        tenant.request().body("{\"title\": null}").patch(path).then().statusCode(400);
    }

    @Test
    void agentTakesOnlyItsOrganizationsNumbers() {
        Tenant other = Tenant.create();
        String path = create("{\"title\": \"a\"}");

        for (String id :
                new String[] {line(other, "+14155552671"), PublicId.PHONE_NUMBER.text(new UUID(3, 4)), "+1415"}) {
            String body = "{\"title\": \"a\", \"outbound_phone_number_id\": \"%s\"}".formatted(id);
            tenant.request()
                    .body(body)
                    .post("/v1/agents")
                    .then()
                    .statusCode(404)
                    .body("message", is("Phone number not found"));
            tenant.request().body(body).patch(path).then().statusCode(404);
        }

        tenant.request().get(path).then().body("outbound_phone_number_id", nullValue());
        tenant.request().get("/v1/agents").then().body("total", is(1));
    }

    @Test
    void listIsNewestFirstAndOnlyOnesOwn() {
        String first = id(create("{\"title\": \"1\"}"));
        String second = id(create("{\"title\": \"2\"}"));
        String third = id(create("{\"title\": \"3\"}"));
        Tenant.create().request().get("/v1/agents").then().statusCode(200).body("agents.size()", is(0));

        tenant.request().get("/v1/agents").then().statusCode(200).body("agents.id", contains(third, second, first));
        tenant.request()
                .get("/v1/agents?page=2&limit=2")
                .then()
                .body("agents.id", contains(first))
                .body("total", is(3))
                .body("page", is(2))
                .body("limit", is(2));
        tenant.request().get("/v1/agents?page=0").then().statusCode(400);
    }

    @Test
    void deletedAgentIsGoneForEveryRequest() {
        String path = create("{\"title\": \"a\"}");

        tenant.request().delete(path).then().statusCode(200).body("message", is("Agent deleted."));

        tenant.request().get(path).then().statusCode(404).body("message", is("Agent not found"));
        tenant.request().body("{}").patch(path).then().statusCode(404);
        tenant.request().delete(path).then().statusCode(404);
        tenant.request().get("/v1/agents").then().body("agents.size()", is(0));
    }

    @ParameterizedTest(name = "{0} keeps its agent: {1}")
    @CsvSource({"draft, 409", "active, 409", "running, 409", "paused, 409", "completed, 200", "cancelled, 200"})
    void campaignKeepsItsAgentUntilItIsOver(String status, int expected) {
        String path = create("{\"title\": \"a\"}");
        UUID organization = PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
        UUID line = PublicId.PHONE_NUMBER.uuidOrNotFound(line(tenant, "+14155552671"));
        CampaignRow.insert(pool, organization, PublicId.AGENT.uuidOrNotFound(id(path)), line, status);

        tenant.request().delete(path).then().statusCode(expected);
        tenant.request().get(path).then().statusCode(expected == 409 ? 200 : 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agt_", "agt_xyz", "nothing", "AGT_00000000000000000000000001", "%00"})
    void malformedIdIsNotFound(String id) {
        tenant.request()
                .urlEncodingEnabled(false)
                .get("/v1/agents/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void anotherOrganizationsAgentDoesNotExist() {
        String path = create("{\"title\": \"a\"}");
        Tenant other = Tenant.create();

        other.request().get(path).then().statusCode(404);
        other.request().body("{\"title\": \"b\"}").patch(path).then().statusCode(404);
        other.request().delete(path).then().statusCode(404);
        other.request().get("/v1/agents/" + NOBODY).then().statusCode(404);

        tenant.request().get(path).then().statusCode(200).body("title", is("a"));
    }

    @Test
    void keyDecidesWhoMayWhat() {
        String path = create("{\"title\": \"a\"}");
        String reader = tenant.keyWith("read");

        RestAssured.get("/v1/agents").then().statusCode(401);
        Tenant.as("key_x:y").get(path).then().statusCode(401);
        Tenant.as(reader).get(path).then().statusCode(200);
        Tenant.as(reader).body("{\"title\": \"b\"}").post("/v1/agents").then().statusCode(403);
        Tenant.as(reader).body("{\"title\": \"b\"}").patch(path).then().statusCode(403);
        Tenant.as(reader).delete(path).then().statusCode(403);
    }

    private void refused(String body) {
        tenant.request().body(body).post("/v1/agents").then().statusCode(400);
    }

    private String create(String body) {
        String id = tenant.request()
                .body(body)
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return "/v1/agents/" + id;
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String line(Tenant tenant, String number) {
        return tenant.request()
                .body("{\"phone_number\": \"%s\"}".formatted(number))
                .post("/v1/organization-phone-numbers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
