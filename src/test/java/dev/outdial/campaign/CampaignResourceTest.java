package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Making, reading and deleting campaigns over HTTP. */
@QuarkusTest
class CampaignResourceTest {

    @Inject
    Pool pool;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.open(pool);
    }

    @Test
    void publicExampleWorksAsItStands() {
        String example = """
                {"name": "Q2 Lead Re-engagement", "agent_id": "%s", "from_phone_number": "+912234567890", "max_concurrent_calls": 5,
                 "retry_config": {"max_retries": 3, "retry_interval_minutes": 120}}
                """.formatted(desk.agentId());

        desk.tenant()
                .request()
                .body(example)
                .post("/v1/campaigns")
                .then()
                .statusCode(201)
                .body("id", startsWith("cmp_"))
                .body("organization_id", equalTo(desk.tenant().id()))
                .body("name", equalTo("Q2 Lead Re-engagement"))
                .body("agent_id", equalTo(desk.agentId()))
                .body("from_phone_number", equalTo("+912234567890"))
                .body("status", equalTo("running"))
                .body("max_concurrent_calls", equalTo(5))
                .body("scheduled_at", nullValue())
                .body("retry_config.max_retries", equalTo(3))
                .body("retry_config.retry_interval_minutes", equalTo(120))
                .body("total_leads", equalTo(0))
                .body("completed_calls", equalTo(0))
                .body("pending_calls", equalTo(0))
                .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
    }

    @Test
    void defaultsAreFilledIn() {
        String id = desk.create(new JsonObject());

        desk.get(id)
                .statusCode(200)
                .body("max_concurrent_calls", equalTo(5))
                .body("priority", equalTo(5))
                .body("retry_config.max_retries", equalTo(0))
                .body("retry_config.retry_interval_minutes", equalTo(60))
                .body("retry_config.retry_on", contains("did_not_pick", "no_answer", "busy", "failed"))
                .body("retry_config.intervals_minutes", nullValue())
                .body("metadata", nullValue())
                .body("calling_hours", nullValue())
                .body("time_zone", nullValue())
                .body("ends_at", nullValue())
                .body("completed_at", nullValue())
                .body("status_reason", nullValue())
                .body("in_flight_calls", equalTo(0))
                .body("failed_leads", equalTo(0));
    }

    @Test
    void everythingThatWasSentIsKept() {
        String id = desk.create(new JsonObject("""
                {"name": "Ω \\"quoted\\" 日本", "max_concurrent_calls": 1000, "priority": 10, "time_zone": "Asia/Kolkata",
                 "ends_at": "2099-01-01T00:00:00+05:30", "metadata": {"a": {"b": [1, 2.5, null, true, "x"]}},
                 "retry_policy": {"max_retries": 10, "retry_interval_minutes": 43200, "retry_on": ["voicemail", "busy", "busy"],
                                  "intervals_minutes": [1, 43200]}}
                """));

        desk.get(id)
                .statusCode(200)
                .body("name", equalTo("Ω \"quoted\" 日本"))
                .body("max_concurrent_calls", equalTo(1000))
                .body("priority", equalTo(10))
                .body("time_zone", equalTo("Asia/Kolkata"))
                .body("ends_at", equalTo("2098-12-31T18:30:00.000Z"))
                .body("metadata.a.b[1]", equalTo(2.5f))
                .body("metadata.a.b[2]", nullValue())
                .body("retry_config.max_retries", equalTo(10))
                .body("retry_config.retry_on", contains("busy", "voicemail"))
                .body("retry_config.intervals_minutes", contains(1, 43200));
    }

    static Stream<Arguments> starts() {
        return Stream.of(
                Arguments.of(null, null, "running"),
                Arguments.of("-PT1H", null, "running"),
                Arguments.of("PT1H", null, "active"),
                Arguments.of(null, "draft", "draft"),
                Arguments.of("PT1H", "draft", "draft"));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void newCampaignBeginsByItsSchedule(@Nullable String delay, @Nullable String asked, String status) {
        JsonObject more = new JsonObject();
        if (delay != null) {
            more.put("scheduled_at", Instant.now().plus(Duration.parse(delay)).toString());
        }
        if (asked != null) {
            more.put("status", asked);
        }

        desk.get(desk.create(more))
                .body("status", equalTo(status))
                .body("started_at == null", is(!status.equals("running")));
    }

    static Stream<Arguments> mistakes() {
        String text = "x".repeat(201);
        return Stream.of(
                mistake("name", "", "name should not be empty"),
                mistake("name", null, "name should not be empty"),
                mistake("name", 5, "name must be a string"),
                mistake("name", text, "name must be shorter than or equal to 200 characters"),
                mistake("agent_id", null, "agent_id should not be empty"),
                mistake("agent_id", 7, "agent_id must be a string"),
                mistake("from_phone_number", "2234567890", "from_phone_number must be a valid E.164 phone number"),
                mistake("from_phone_number", "+91 2234567890", "from_phone_number must be a valid E.164 phone number"),
                mistake("from_phone_number", "+0123456789", "from_phone_number must be a valid E.164 phone number"),
                mistake("from_phone_number", "", "from_phone_number must be a valid E.164 phone number"),
                mistake("max_concurrent_calls", 0, "max_concurrent_calls must be an integer from 1 to 1000"),
                mistake("max_concurrent_calls", 1001, "max_concurrent_calls must be an integer from 1 to 1000"),
                mistake("max_concurrent_calls", "5", "max_concurrent_calls must be an integer from 1 to 1000"),
                mistake("priority", 0, "priority must be an integer from 1 to 10"),
                mistake("priority", 11, "priority must be an integer from 1 to 10"),
                mistake("scheduled_at", "tomorrow", "scheduled_at must be a valid ISO 8601 date-time with an offset"),
                mistake("ends_at", "2001-01-01T00:00:00Z", "ends_at must be in the future"),
                mistake("time_zone", "Mars/Olympus", "time_zone must be a valid IANA time zone"),
                mistake("time_zone", "+05:30", "time_zone must be a valid IANA time zone"),
                mistake("status", "running", "status must be one of the following values: draft"),
                mistake(
                        "metadata",
                        List.of(),
                        "metadata must be an object without the character U+0000 or numbers beyond 1e300"),
                mistake(
                        "metadata",
                        new JsonObject().put("x", "y".repeat(16 * 1024)),
                        "metadata must be at most 16384 bytes of JSON"),
                mistake("calling_hours", new JsonObject(), "calling_hours must have at least one day, such as monday"),
                mistake("retry_config", 3, "retry_config must be an object"),
                retry("max_retries", -1, "must be an integer from 0 to 10"),
                retry("max_retries", 11, "must be an integer from 0 to 10"),
                retry("retry_interval_minutes", 0, "must be an integer from 1 to 43200"),
                retry("retry_interval_minutes", 43201, "must be an integer from 1 to 43200"),
                retry(
                        "retry_on",
                        new JsonArray(),
                        "must be a non-empty array of the following values: did_not_pick, no_answer, busy, voicemail, failed"),
                retry(
                        "retry_on",
                        new JsonArray().add("always"),
                        "must be a non-empty array of the following values: did_not_pick, no_answer, busy, voicemail, failed"),
                retry("intervals_minutes", new JsonArray(), "must be an array of 1 to 10 integers from 1 to 43200"),
                retry(
                        "intervals_minutes",
                        new JsonArray().add(0),
                        "must be an array of 1 to 10 integers from 1 to 43200"),
                retry(
                        "intervals_minutes",
                        new JsonArray(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
                        "must be an array of 1 to 10 integers from 1 to 43200"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsNamedAndNothingIsStored(String field, @Nullable Object value, String message) {
        desk.post(desk.body(new JsonObject()).put(field, value))
                .statusCode(400)
                .body("error", equalTo("Bad Request"))
                .body("message", contains(message));

        desk.list("").body("meta.total", equalTo(0));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        desk.post(new JsonObject("""
                        {"agent_id": "", "max_concurrent_calls": 0, "retry_policy": {"max_retries": 99}}
                        """))
                .statusCode(400)
                .body(
                        "message",
                        contains(
                                "max_concurrent_calls must be an integer from 1 to 1000",
                                "retry_policy.max_retries must be an integer from 0 to 10",
                                "name should not be empty",
                                "agent_id should not be empty"));
    }

    @Test
    void endComesAfterTheBeginning() {
        desk.post(desk.body(new JsonObject()
                        .put("scheduled_at", "2098-01-01T00:00:00Z")
                        .put("ends_at", "2098-01-01T00:00:00Z")))
                .statusCode(400)
                .body("message", contains("ends_at must be later than scheduled_at"));
    }

    @Test
    void agentOfNobodyAndOfSomebodyElseAreAlikeUnknown() {
        String foreign = Desk.open(pool).agentId();
        for (String agent : List.of(foreign, PublicId.AGENT.text(UUID.randomUUID()), "agt_abc123", "x")) {
            desk.post(desk.body(new JsonObject()).put("agent_id", agent))
                    .statusCode(404)
                    .body("message", equalTo("Agent not found"));
        }
    }

    @Test
    void callerNumberOfTheAgentIsTakenWhereTheCampaignNamesNone() {
        JsonObject body = desk.body(new JsonObject());
        body.remove("from_phone_number");
        desk.post(body)
                .statusCode(400)
                .body(
                        "message",
                        contains("from_phone_number should not be empty when the agent has no outbound phone number"));

        UUID line = UUID.randomUUID();
        desk.rows()
                .run(
                        "INSERT INTO phone_line (id, organization_id, phone_number, created_at) VALUES ($1, $2, $3, now())",
                        Tuple.of(line, desk.organization(), "+14155550123"));
        String agent = Desk.agent(desk.rows(), desk.tenant(), line);

        desk.post(body.put("agent_id", agent)).statusCode(201).body("from_phone_number", equalTo("+14155550123"));
    }

    @Test
    void campaignsWithOneNumberShareItsLine() {
        desk.create(new JsonObject());
        desk.create(new JsonObject());

        assertThat(desk.rows()
                        .number(
                                "SELECT count(DISTINCT line_id) FROM campaign WHERE organization_id = $1",
                                desk.organization()))
                .isEqualTo(1);
    }

    @Test
    void listIsNewestFirstAndPaged() {
        for (int i = 0; i < 5; i++) {
            desk.create(new JsonObject().put("name", "campaign " + i));
        }

        desk.list("?page=2&limit=2")
                .statusCode(200)
                .body("data.name", contains("campaign 2", "campaign 1"))
                .body("meta.page", equalTo(2))
                .body("meta.limit", equalTo(2))
                .body("meta.total", equalTo(5))
                .body("meta.totalPages", equalTo(3));
        desk.list("?page=4&limit=2").body("data.size()", equalTo(0)).body("meta.total", equalTo(5));
        desk.list("?limit=1000").body("meta.limit", equalTo(100));
        desk.list("?page=0").statusCode(400).body("message", contains("page must be an integer not less than 1"));
    }

    @Test
    void listIsFilteredByStatusAndName() {
        String draft = desk.create(new JsonObject().put("name", "100% Cafe_A").put("status", "draft"));
        String paused = desk.create(new JsonObject().put("name", "100x cafE!B"));
        desk.act(paused, "pause").statusCode(200);
        desk.create(new JsonObject().put("name", "other"));

        desk.list("?status=draft").body("data.id", contains(draft)).body("meta.total", equalTo(1));
        desk.list("?status=draft,paused").body("data.id", contains(paused, draft));
        desk.list("?status=draft&status=paused").body("data.id", contains(paused, draft));
        desk.list("?status=").body("meta.total", equalTo(3));
        desk.list("?status=gone").statusCode(400);
        desk.list("?q=CAFE").body("data.id", contains(paused, draft));
        desk.list("?q=100%25").body("data.id", contains(draft));
        desk.list("?q=e_").body("data.id", contains(draft));
        desk.list("?q=e!b").body("data.id", contains(paused));
        desk.list("?q=%5C").body("meta.total", equalTo(0));
        desk.list("?q=100&status=paused").body("data.id", contains(paused));
    }

    @Test
    void campaignOfSomebodyElseIsUnknownEverywhere() {
        String campaign = desk.create(new JsonObject());
        Desk other = Desk.open(pool);
        Tenant stranger = other.tenant();
        String body = "{\"name\": \"mine\", \"action\": \"pause\"}";
        Stream.of(campaign, PublicId.CAMPAIGN.text(UUID.randomUUID()), "cmp_x", "lead_1", "%00")
                .map(id -> "/v1/campaigns/" + id)
                .flatMap(path -> Stream.of(
                        stranger.request().get(path),
                        stranger.request().get(path + "/status"),
                        stranger.request().body(body).patch(path),
                        stranger.request().body(body).patch(path + "/status"),
                        stranger.request().post(path + "/start"),
                        stranger.request().post(path + "/pause"),
                        stranger.request().post(path + "/resume"),
                        stranger.request().post(path + "/cancel"),
                        stranger.request().delete(path)))
                .forEach(answer -> answer.then()
                        .statusCode(404)
                        .body(equalTo(
                                "{\"statusCode\":404,\"message\":\"Campaign not found\",\"error\":\"Not Found\"}")));

        other.list("").body("meta.total", equalTo(0));
        desk.get(campaign).statusCode(200).body("name", equalTo("Spring")).body("status", equalTo("running"));
    }

    @Test
    void unchangedCampaignIsNotSentTwice() {
        String id = desk.create(new JsonObject().put("status", "draft"));
        String tag = desk.get(id).statusCode(200).extract().header("ETag");
        RequestSpecification again = desk.tenant().request().header("If-None-Match", tag);

        again.get("/v1/campaigns/" + id)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .body(equalTo(""));

        desk.leads(id, 1, Desk.NUMBER);
        again.get("/v1/campaigns/" + id).then().statusCode(200).body("total_leads", equalTo(1));
    }

    @Test
    void onlyWhatIsNotUnderWayCanBeDeleted() {
        for (CampaignStatus status : CampaignStatus.values()) {
            String campaign = desk.create(new JsonObject().put("status", "draft"));
            desk.leads(campaign, 3, Desk.NUMBER);
            boolean deletable = switch (status) {
                case DRAFT, COMPLETED, CANCELLED -> true;
                case ACTIVE, RUNNING, PAUSED -> false;
            };
            if (status == CampaignStatus.RUNNING || status == CampaignStatus.ACTIVE) {
                desk.patch(campaign, new JsonObject().put("scheduled_at", "2098-01-01T00:00:00Z"));
            }
            desk.force(campaign, status);

            if (deletable) {
                desk.delete(campaign).statusCode(200).body("message", equalTo("Campaign deleted."));
                desk.get(campaign).statusCode(404);
                desk.status(campaign).statusCode(404);
                desk.delete(campaign).statusCode(404);
                desk.act(campaign, "cancel").statusCode(404);
                assertThat(desk.rows()
                                .number("SELECT count(*) FROM lead_due WHERE campaign_id = $1", Desk.uuid(campaign)))
                        .isZero();
            } else {
                desk.delete(campaign).statusCode(409).body("message", startsWith("A"));
                desk.get(campaign).statusCode(200);
                desk.patch(campaign, new JsonObject().put("status", "cancelled"));
            }
        }
    }

    private static Arguments mistake(String field, @Nullable Object value, String message) {
        return Arguments.of(field, value, message);
    }

    private static Arguments retry(String field, Object value, String rule) {
        return Arguments.of("retry_config", new JsonObject().put(field, value), "retry_config." + field + " " + rule);
    }
}
