package dev.outdial.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CallResultResourceTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String NUMBER = "+14155552671";
    private static final String UNKNOWN = PublicId.CALL.text(new UUID(0, 0));
    private static final JsonObject RESULT = new JsonObject("""
            {"transcript": [{"role": "agent", "message": "Hello", "at": 0.5}, {"role": "user", "message": "No"}],
             "summary": "Wants nothing.", "sentiment": "negative", "extracted": {"budget": 1.50, "visit": null},
             "recording_url": "https://recordings.example.com/1.mp3", "disposition": "not interested", "ended_by": "user"}""");

    private final Pool pool;
    private final CallTokens tokens;
    private Tenant tenant;
    private CallRows rows;
    private UUID agent;
    private UUID campaign;

    @Inject
    CallResultResourceTest(Pool pool, CallTokens tokens) {
        this.pool = pool;
        this.tokens = tokens;
    }

    @BeforeEach
    void makeRows() {
        tenant = Tenant.create();
        rows = new CallRows(pool, tenant);
        agent = rows.agent();
        campaign = rows.campaign(agent);
    }

    @Test
    void resultIsInTheLogAndInItsDetails() {
        CallRows.Call call = call().talked(Duration.ofSeconds(40));

        put(call, RESULT)
                .statusCode(201)
                .body("call_id", is(call.callId()))
                .body("transcript", hasSize(2))
                .body("extracted", hasEntry("budget", 1.5f))
                .body("opt_out", is(false));

        get("/v1/call-logs/" + call.callId())
                .body("sentiment", is("negative"))
                .body("recording_url", is("https://recordings.example.com/1.mp3"))
                .body("analysis.summary", is("Wants nothing."))
                .body("analysis.disposition", is("not interested"))
                .body("analysis.extracted.visit", nullValue());
        get("/v1/call-logs/" + call.logId() + "/details")
                .body("summary", is("Wants nothing."))
                .body("transcript.role", contains("agent", "user"))
                .body("transcript[0].at", is(0.5f));
        get("/v1/call-logs?sentiment=negative").body("data.call_id", contains(call.callId()));
        get("/v1/call-logs?sentiment=positive").body("meta.total", is(0));
    }

    /** The agent is often faster than the carrier. */
    @Test
    void resultMayComeWhileTheCallIsOutAndStaysWhenItIsOver() {
        CallRows.Call call = call().open("answered");

        put(call, RESULT).statusCode(201);
        get("/v1/call-logs/" + call.callId()).body("status", is("received")).body("sentiment", is("negative"));
        call.talked(Duration.ofSeconds(5));

        get("/v1/call-logs/" + call.callId()).body("status", is("completed")).body("sentiment", is("negative"));
    }

    @Test
    void furtherPartReplacesWhatItSaysAndLeavesTheRest() {
        CallRows.Call call = call().talked(Duration.ofSeconds(40));
        put(call, RESULT).statusCode(201);

        put(call, RESULT).statusCode(200).body("summary", is("Wants nothing."));
        put(call, new JsonObject("{\"transcript\": \"Hello. No.\", \"sentiment\": \"neutral\", \"disposition\": null}"))
                .statusCode(200)
                .body("transcript", is("Hello. No."))
                .body("sentiment", is("neutral"))
                .body("disposition", nullValue())
                .body("summary", is("Wants nothing."));
        put(call, new JsonObject("{\"transcript\": null}")).statusCode(200).body("transcript", nullValue());
        get("/v1/call-logs?sentiment=neutral").body("meta.total", is(1));
    }

    @Test
    void whoeverOptsOutIsOnTheListWithTheSameAnswer() {
        CallRows.Call call = call().open("answered");

        put(call, new JsonObject("{\"opt_out\": true}")).statusCode(201).body("opt_out", is(true));
        put(call, new JsonObject("{\"opt_out\": false}")).statusCode(200).body("opt_out", is(true));

        get("/v1/suppressions?q=%2B14155552671").body("data.reason", contains("opted out in " + call.callId()));
    }

    @Test
    void callsOwnTokenIsEnoughForItsResultAndForNothingElse() {
        CallRows.Call call = call().talked(Duration.ofSeconds(40));
        CallRows.Call other = call().talked(Duration.ofSeconds(40));
        String token = tokens.signer().await().indefinitely().token(call.id);

        bearer(token).body("{}").post(path(call)).then().statusCode(201);
        bearer("x").body("{}").post(path(call) + "?token=" + token).then().statusCode(401);
        anonymous().body("{}").post(path(call) + "?token=" + token).then().statusCode(200);
        bearer(token).body("{}").post(path(other)).then().statusCode(401);
        bearer(token).get("/v1/call-logs/" + call.callId()).then().statusCode(401);
        anonymous()
                .body("{}")
                .post(path(call))
                .then()
                .statusCode(401)
                .body("message", is("API key is missing or invalid"));
        // Whoever has no proof does not learn what there is.
        anonymous().body("{}").post("/v1/calls/" + UNKNOWN + "/result").then().statusCode(401);
        String unknowns = tokens.signer().await().indefinitely().token(new UUID(0, 0));
        bearer(unknowns)
                .body("{}")
                .post("/v1/calls/" + UNKNOWN + "/result")
                .then()
                .statusCode(404);
    }

    @Test
    void callIsTheOrganizationsOwn() {
        CallRows.Call call = call().talked(Duration.ofSeconds(40));
        Tenant other = Tenant.create();

        String answer = other.request()
                .body("{}")
                .post(path(call))
                .then()
                .statusCode(404)
                .extract()
                .asString();

        assertThat(answer)
                .isEqualTo(tenant.request()
                        .body("{}")
                        .post("/v1/calls/" + UNKNOWN + "/result")
                        .asString());
        tenant.request().body("{}").post("/v1/calls/nonsense/result").then().statusCode(404);
        Tenant.as(tenant.keyWith("read")).body("{}").post(path(call)).then().statusCode(403);
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"transcript": 1}             | [transcript must be a string or an array of at most 5000 objects]
            {"transcript": ["x"]}         | [transcript must be a string or an array of at most 5000 objects]
            {"summary": 1}                | [summary must be a string]
            {"sentiment": ["x"]}          | [sentiment must be a string]
            {"extracted": []}             | [extracted must be an object without the character U+0000 or numbers beyond 1e300]
            {"recording_url": "ftp://x"}  | [recording_url must be an http or https URL]
            {"recording_url": "a b"}      | [recording_url must be an http or https URL]
            {"opt_out": "yes"}            | [opt_out must be a boolean value]
            """)
    void wrongResultIsRefused(String body, String message) {
        CallRows.Call call = call().talked(Duration.ofSeconds(1));

        assertThat(put(call, new JsonObject(body)).statusCode(400).extract().<Object>path("message"))
                .hasToString(message);
    }

    @Test
    void resultIsLongOnlyWithinBounds() {
        CallRows.Call call = call().talked(Duration.ofSeconds(1));
        JsonArray turns = new JsonArray();
        IntStream.range(0, 5_000).forEach(i -> turns.add(new JsonObject().put("message", "x".repeat(100))));

        put(call, new JsonObject().put("transcript", turns)).statusCode(201);
        put(call, new JsonObject().put("transcript", turns.copy().add(new JsonObject())))
                .statusCode(400);
        put(call, new JsonObject().put("transcript", "x".repeat(1024 * 1024)))
                .statusCode(400)
                .body("message", contains("transcript must be at most 1048576 bytes of JSON"));
        put(call, new JsonObject().put("extracted", new JsonObject().put("x", "x".repeat(64 * 1024))))
                .statusCode(400);
        put(call, new JsonObject().put("summary", "x".repeat(10_001))).statusCode(400);
        tenant.request()
                .contentType("text/plain")
                .body("x")
                .post(path(call))
                .then()
                .statusCode(415);
        tenant.request().body("{").post(path(call)).then().statusCode(400);
    }

    private CallRows.Call call() {
        return rows.call(agent, campaign, NUMBER, NOON);
    }

    private static String path(CallRows.Call call) {
        return "/v1/calls/" + call.callId() + "/result";
    }

    private ValidatableResponse put(CallRows.Call call, JsonObject body) {
        return tenant.request().body(body.encode()).post(path(call)).then();
    }

    private ValidatableResponse get(String path) {
        return tenant.request().urlEncodingEnabled(false).get(path).then().statusCode(200);
    }

    private static RequestSpecification bearer(String token) {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification anonymous() {
        return RestAssured.given().contentType("application/json");
    }
}
