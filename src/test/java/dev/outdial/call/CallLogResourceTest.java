package dev.outdial.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.call.CallRows.Call;
import dev.outdial.http.PublicId;
import dev.outdial.testing.ApiDocument;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CallLogResourceTest {

    private static final Instant CREATED = Instant.parse("2026-03-01T09:00:00Z");
    private static final String NUMBER = "+14155552671";

    private final Pool pool;
    private Tenant tenant;
    private CallRows rows;
    private UUID agent;
    private UUID campaign;

    @Inject
    CallLogResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeCampaign() {
        tenant = Tenant.create();
        rows = new CallRows(pool, tenant);
        agent = rows.agent();
        campaign = rows.campaign(agent);
    }

    @Test
    void endedCallIsToldInFull() {
        Call call = call().talked(Duration.ofMillis(61_500));

        for (String id : List.of(call.logId(), call.callId())) {
            Map<String, Object> told = tenant.request()
                    .get("/v1/call-logs/" + id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getMap("");
            assertThat(told)
                    .hasSize(24)
                    .containsEntry("id", call.logId())
                    .containsEntry("call_id", call.callId())
                    .containsEntry("agent_id", PublicId.AGENT.text(agent))
                    .containsEntry("campaign_id", PublicId.CAMPAIGN.text(campaign))
                    .containsEntry("lead_id", PublicId.LEAD.text(call.lead))
                    .containsEntry("phone_number", NUMBER)
                    .containsEntry("from_phone_number", CallRows.CALLER)
                    .containsEntry("attempt", 1)
                    .containsEntry("status", "completed")
                    .containsEntry("end_reason", "user_disconnected")
                    .containsEntry("duration_seconds", 62)
                    .containsEntry("duration_sec", 62)
                    .containsEntry("answered_by", "human")
                    .containsEntry("carrier", "simulator")
                    .containsEntry("carrier_call_id", "sim-1")
                    .containsEntry("sip_code", 200)
                    .containsEntry("metadata", Map.of("city", "Pune"))
                    .containsEntry("created_at", "2026-03-01T09:00:00.000Z")
                    .containsEntry("answered_at", "2026-03-01T09:00:05.000Z")
                    .containsEntry("ended_at", "2026-03-01T09:01:06.500Z")
                    .containsEntry("sentiment", null)
                    .containsEntry("analysis", null)
                    .containsEntry("recording_url", null)
                    .containsEntry("fallback_stt_transcriber_id", null);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "getCallLog, /v1/call-logs/{id}",
        "getCallLogDetails, /v1/call-logs/{id}/details",
        "listCallRetries, /v1/call-logs/{id}/retries",
        "listCallLogs, /v1/call-logs"
    })
    void callIsToldAsTheApiIsDescribed(String operation, String path) {
        String ended = call().talked(Duration.ofSeconds(3)).logId();
        ApiDocument document = ApiDocument.served();

        for (String id : List.of(ended, call().open("placed").logId())) {
            String told = tenant.request().get(path.replace("{id}", id)).asString();
            assertThat(document.differences(document.operation(operation), told))
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "intent, created, created, ",
        "placed, initiated, created placed, ",
        "answered, received, created placed answered, 2026-03-01T09:00:05.000Z"
    })
    void callThatIsOutIsToldAsFarAsItWent(String phase, String status, String events, String answered) {
        Call call = call().open(phase);

        tenant.request()
                .get("/v1/call-logs/" + call.logId() + "/details")
                .then()
                .statusCode(200)
                .body("status", is(status))
                .body("agent_id", is(PublicId.AGENT.text(agent)))
                .body("phone_number", is(NUMBER))
                .body("from_phone_number", is(CallRows.CALLER))
                .body("carrier", is("simulator"))
                .body("metadata", equalTo(Map.of("city", "Pune")))
                .body("answered_at", is(answered))
                .body("ended_at", nullValue())
                .body("end_reason", nullValue())
                .body("duration_seconds", is(0))
                .body("timeline.event", contains((Object[]) events.split(" ")));
    }

    @Test
    void detailsAddWhatHappenedWhen() {
        Call call = call().talked(Duration.ofSeconds(60));

        Map<String, Object> told = tenant.request()
                .get("/v1/call-logs/" + call.callId() + "/details")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("");

        assertThat(told)
                .hasSize(27)
                .containsEntry("id", call.logId())
                .containsEntry("transcript", null)
                .containsEntry("summary", null)
                .containsEntry(
                        "timeline",
                        List.of(
                                Map.of("event", "created", "timestamp", "2026-03-01T09:00:00.000Z"),
                                Map.of("event", "placed", "timestamp", "2026-03-01T09:00:01.000Z"),
                                Map.of("event", "answered", "timestamp", "2026-03-01T09:00:05.000Z"),
                                Map.of("event", "ended", "timestamp", "2026-03-01T09:01:05.000Z")));
    }

    @Test
    void retriesAreAllAttemptsToReachTheLead() {
        Call first = call().ended("did_not_pick", "user_did_not_pick_up");
        Call second = first.again(CREATED.plusSeconds(3600)).ended("busy", "user_busy");
        Call third = second.again(CREATED.plusSeconds(7200)).open("intent");
        call().talked(Duration.ofSeconds(1));

        for (Call asked : List.of(first, second, third)) {
            tenant.request()
                    .get("/v1/call-logs/" + asked.logId() + "/retries")
                    .then()
                    .statusCode(200)
                    .body("call_id", is(asked.callId()))
                    .body("data.attempt", contains(1, 2, 3))
                    .body("data.status", contains("did_not_pick", "busy", "created"))
                    .body("data[1].timestamp", is("2026-03-01T10:00:00.000Z"))
                    .body("data[1].called_at", is("2026-03-01T10:00:01.000Z"))
                    .body("data[1].duration_sec", is(0))
                    .body("data[2].called_at", nullValue());
        }
    }

    @Test
    void callEndsInTheListWithoutBeingThereTwice() {
        Call call = call().open("answered");
        tenant.request().get("/v1/call-logs").then().body("data.status", contains("received"));

        call.talked(Duration.ofSeconds(3));

        tenant.request()
                .get("/v1/call-logs")
                .then()
                .body("data.status", contains("completed"))
                .body("data.id", contains(call.logId()))
                .body("meta.total", is(1));
    }

    @Test
    void unchangedListIsNotSentTwice() {
        Call call = call().open("placed");
        for (String url : List.of("/v1/call-logs", "/v1/call-logs/campaign/" + PublicId.CAMPAIGN.text(campaign))) {
            String tag =
                    tenant.request().get(url).then().statusCode(200).extract().header("ETag");
            RequestSpecification again = tenant.request().header("If-None-Match", tag);

            again.get(url).then().statusCode(304).header("ETag", is(tag)).body(is(""));
        }

        String tag = tenant.request().get("/v1/call-logs").header("ETag");
        call.talked(Duration.ofSeconds(3));
        tenant.request()
                .header("If-None-Match", tag)
                .get("/v1/call-logs")
                .then()
                .statusCode(200)
                .body("data.status", contains("completed"));
    }

    @Test
    void organizationSeesItsOwnCallsOnly() {
        Call ended = call().talked(Duration.ofSeconds(3));
        Call out = call().open("placed");
        Tenant other = Tenant.create();

        other.request().get("/v1/call-logs").then().statusCode(200).body("meta.total", is(0));
        for (Call call : List.of(ended, out)) {
            for (String path : List.of("", "/details", "/retries")) {
                String url = "/v1/call-logs/" + call.callId() + path;
                other.request().get(url).then().statusCode(404).body("message", is("Call log not found"));
                tenant.request().get(url).then().statusCode(200);
            }
            String byLead = "/v1/call-logs?lead_id=" + PublicId.LEAD.text(call.lead);
            other.request().get(byLead).then().statusCode(200).body("meta.total", is(0));
        }
        String byCampaign = "/v1/call-logs?campaign_id=" + PublicId.CAMPAIGN.text(campaign);
        other.request().get(byCampaign).then().statusCode(200).body("meta.total", is(0));
    }

    @Test
    void anotherOrganizationsOrADeletedCampaignDoesNotExist() {
        call().talked(Duration.ofSeconds(3));
        String url = "/v1/call-logs/campaign/" + PublicId.CAMPAIGN.text(campaign);

        tenant.request().get(url).then().statusCode(200).body("meta.total", is(1));
        Tenant.create().request().get(url).then().statusCode(404).body("message", is("Campaign not found"));

        rows.delete(campaign);
        tenant.request().get(url).then().statusCode(404);
        tenant.request().get("/v1/call-logs").then().statusCode(200).body("meta.total", is(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "call_",
                "call_00000000000000000000000001",
                "log_00000000000000000000000001",
                "campaign/x",
                "campaign/cmp_00000000000000000000000001"
            })
    void unknownIdIsNotFound(String id) {
        tenant.request().get("/v1/call-logs/" + id).then().statusCode(404);
    }

    @Test
    void everyPathNeedsAKey() {
        String url = "/v1/call-logs/" + call().open("intent").callId();
        String ofCampaign = "/v1/call-logs/campaign/" + PublicId.CAMPAIGN.text(campaign);
        for (String path : List.of("/v1/call-logs", ofCampaign, url, url + "/details", url + "/retries")) {
            RestAssured.get(path).then().statusCode(401);
            Tenant.as(tenant.keyWith("read")).get(path).then().statusCode(200);
        }
    }

    private Call call() {
        return rows.call(agent, campaign, NUMBER, CREATED);
    }
}
