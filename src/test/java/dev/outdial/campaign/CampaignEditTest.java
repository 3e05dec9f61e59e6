package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.http.PublicId;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PATCH /v1/campaigns/{id}: what was sent changes, all of it or nothing. */
@QuarkusTest
class CampaignEditTest {

    private static final String FAR = "2098-01-01T00:00:00.000Z";

    @Inject
    Pool pool;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.open(pool);
    }

    @Test
    void onlyWhatWasSentChanges() {
        String id = desk.create(new JsonObject("""
                {"max_concurrent_calls": 7, "priority": 3, "time_zone": "Asia/Kolkata", "metadata": {"a": 1},
                 "retry_config": {"max_retries": 2, "retry_interval_minutes": 30, "intervals_minutes": [5, 10]}}
                """));
        Map<String, Object> before = desk.get(id).extract().jsonPath().getMap("");

        Map<String, Object> after = desk.patch(id, new JsonObject().put("name", "Summer"))
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("");

        assertThat(after).containsEntry("name", "Summer");
        assertThat(without(after, "name", "updated_at")).isEqualTo(without(before, "name", "updated_at"));
        assertThat(desk.get(id).extract().jsonPath().<String, Object>getMap("")).isEqualTo(after);
    }

    @Test
    void retryConfigIsChangedFieldByField() {
        String id = desk.create(new JsonObject("""
                {"retry_config": {"max_retries": 2, "retry_interval_minutes": 30, "intervals_minutes": [5, 10], "retry_on": ["busy"]}}
                """));

        desk.patch(id, new JsonObject("{\"retry_policy\": {\"max_retries\": 4}}"))
                .statusCode(200)
                .body("retry_config.max_retries", equalTo(4))
                .body("retry_config.retry_interval_minutes", equalTo(30))
                .body("retry_config.intervals_minutes", contains(5, 10))
                .body("retry_config.retry_on", contains("busy"));
        desk.patch(id, new JsonObject("{\"retry_config\": {\"intervals_minutes\": null}}"))
                .body("retry_config.intervals_minutes", nullValue())
                .body("retry_config.max_retries", equalTo(4));
    }

    @Test
    void nullTakesAwayWhatACampaignCanBeWithout() {
        String id = desk.create(new JsonObject()
                .put("status", "draft")
                .put("scheduled_at", FAR)
                .put("ends_at", "2099-01-01T00:00:00Z")
                .put("time_zone", "UTC")
                .put("metadata", new JsonObject().put("a", 1)));

        desk.patch(id, new JsonObject("""
                        {"scheduled_at": null, "ends_at": null, "time_zone": null, "metadata": null}
                        """))
                .statusCode(200)
                .body("scheduled_at", nullValue())
                .body("ends_at", nullValue())
                .body("time_zone", nullValue())
                .body("metadata", nullValue());
        desk.patch(id, new JsonObject("""
                        {"name": null, "agent_id": null, "from_phone_number": null, "max_concurrent_calls": null,
                         "priority": null, "status": null}
                        """))
                .statusCode(400)
                .body(
                        "message",
                        contains(
                                "name should not be empty",
                                "agent_id should not be empty",
                                "from_phone_number should not be empty",
                                "max_concurrent_calls should not be empty",
                                "priority should not be empty",
                                "status should not be empty"));
    }

    @Test
    void oneMistakeAndNothingChanges() {
        String id = desk.create(new JsonObject());
        Map<String, Object> before = desk.get(id).extract().jsonPath().getMap("");

        desk.patch(id, new JsonObject("{\"name\": \"new\", \"priority\": 99}")).statusCode(400);
        desk.patch(id, new JsonObject("{\"name\": \"new\", \"status\": \"active\"}"))
                .statusCode(400)
                .body("message", contains("status must be one of the following values: paused, running, cancelled"));
        desk.patch(id, new JsonObject("{\"name\": \"new\", \"status\": \"running\"}"))
                .statusCode(409);
        desk.patch(id, new JsonObject("{\"name\": \"new\", \"agent_id\": \"agt_gone\"}"))
                .statusCode(404)
                .body("message", equalTo("Agent not found"));
        desk.patch(id, new JsonObject().put("name", "new").put("scheduled_at", FAR))
                .statusCode(409)
                .body("message", equalTo("scheduled_at cannot be changed once the campaign has started"));
        desk.patch(id, new JsonObject().put("name", "new").put("calling_hours", new JsonObject()))
                .statusCode(400);

        assertThat(desk.get(id).extract().jsonPath().<String, Object>getMap("")).isEqualTo(before);
    }

    @Test
    void endIsComparedWithTheScheduleThatIsThere() {
        String id = desk.create(new JsonObject().put("scheduled_at", FAR));

        desk.patch(id, new JsonObject().put("ends_at", "2097-01-01T00:00:00Z"))
                .statusCode(400)
                .body("message", contains("ends_at must be later than scheduled_at"));
        desk.patch(id, new JsonObject().put("ends_at", "2099-01-01T00:00:00Z")).statusCode(200);
    }

    @Test
    void agentAndNumberChangeUntilTheFirstCall() {
        String id = desk.create(new JsonObject());
        String other = Desk.agent(desk.rows(), desk.tenant(), null);

        desk.patch(id, new JsonObject().put("agent_id", other).put("from_phone_number", "+14155550100"))
                .statusCode(200)
                .body("agent_id", equalTo(other))
                .body("from_phone_number", equalTo("+14155550100"));

        desk.rows()
                .run(
                        "INSERT INTO campaign_progress (campaign_id, shard, attempts) VALUES ($1, 0, 1)",
                        Tuple.of(Desk.uuid(id)));
        for (JsonObject change : List.of(
                new JsonObject().put("agent_id", desk.agentId()),
                new JsonObject().put("from_phone_number", Desk.NUMBER))) {
            desk.patch(id, change)
                    .statusCode(409)
                    .body(
                            "message",
                            equalTo(
                                    "agent_id and from_phone_number cannot be changed once a call of the campaign was placed"));
        }
        // The same again is no change.
        desk.patch(id, new JsonObject().put("agent_id", other).put("from_phone_number", "+14155550100"))
                .statusCode(200);
    }

    @Test
    void agentOfAnotherOrganizationIsUnknown() {
        String id = desk.create(new JsonObject());

        for (String agent : List.of(Desk.open(pool).agentId(), PublicId.AGENT.text(UUID.randomUUID()))) {
            desk.patch(id, new JsonObject().put("agent_id", agent))
                    .statusCode(404)
                    .body("message", equalTo("Agent not found"));
        }
    }

    @Test
    void waitingCampaignGetsAnotherTimeUntilItRuns() {
        String id = desk.create(new JsonObject().put("scheduled_at", FAR));

        desk.patch(id, new JsonObject().put("scheduled_at", "2098-02-01T00:00:00Z"))
                .statusCode(200)
                .body("status", equalTo("active"))
                .body("scheduled_at", equalTo("2098-02-01T00:00:00.000Z"));
        desk.patch(id, new JsonObject().putNull("scheduled_at")).statusCode(200).body("status", equalTo("running"));
    }

    @Test
    void editAndStatusHappenTogether() {
        String id = desk.create(new JsonObject().put("status", "draft"));

        desk.patch(id, new JsonObject().put("scheduled_at", FAR).put("status", "running"))
                .statusCode(200)
                .body("status", equalTo("active"));
        desk.patch(id, new JsonObject().put("name", "kept").put("status", "cancelled"))
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("name", equalTo("kept"));
        desk.patch(id, new JsonObject().put("retry_config", new JsonArray())).statusCode(400);
    }

    private static Map<String, Object> without(Map<String, Object> campaign, String... fields) {
        Map<String, Object> rest = new LinkedHashMap<>(campaign);
        rest.keySet().removeAll(List.of(fields));
        return rest;
    }
}
