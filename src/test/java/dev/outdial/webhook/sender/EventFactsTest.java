package dev.outdial.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.http.PublicId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventFactsTest {

    private static final UUID ID = new UUID(0, 1);
    private static final Instant AT = Instant.parse("2026-03-02T12:00:00.123456Z");
    private static final String CALL = """
            {"id": "00000000-0000-0000-0000-000000000002", "lead_id": "00000000-0000-0000-0000-000000000003",
             "agent_id": "00000000-0000-0000-0000-000000000004", "attempt": 2, "status": "completed",
             "phone_number": "+14155550123", "from_phone_number": "+14155550100", "end_reason": "user_disconnected",
             "duration_ms": 61500, "metadata": {"plan": "growth"}, "sentiment": null,
             "placed_at": "2026-03-02T11:58:00+00:00", "answered_at": "2026-03-02T11:58:58.5+00:00"}
            """;

    @Test
    void callIsToldFlat() {
        assertThat(body("call.completed", "campaign", null, CALL)).isEqualTo(json("""
                {"event": "call.completed", "event_id": "evt_00000000000000000000000001",
                 "timestamp": "2026-03-02T12:00:00.123Z", "call_id": "call_00000000000000000000000002",
                 "campaign_id": "cmp_00000000000000000000000001", "lead_id": "lead_00000000000000000000000003",
                 "status": "completed", "end_reason": "user_disconnected", "duration": 62,
                 "phone_number": "+14155550123", "agent_id": "agt_00000000000000000000000004",
                 "metadata": {"plan": "growth"}, "attempt": 2, "sentiment": null, "summary": null, "transcript": null,
                 "extracted_data": null, "recording_url": null}
                """));
    }

    @Test
    void resultIsTheCallAndWhatWasLearned() {
        String learned = "{\"summary\": \"Renews\", \"extracted\": {\"seats\": 5}, \"disposition\": \"won\"}";

        JsonObject body = body("call.result", "batch", learned, CALL);

        assertThat(body.getString("event")).isEqualTo("call.result");
        assertThat(body.getString("campaign_id")).isEqualTo("batch_00000000000000000000000001");
        assertThat(body.getString("summary")).isEqualTo("Renews");
        assertThat(body.getJsonObject("extracted_data").getInteger("seats")).isEqualTo(5);
        assertThat(body.getString("disposition")).isEqualTo("won");
        assertThat(body.getString("status")).isEqualTo("completed");
    }

    @Test
    void endOfCallTellsWhatWasLearnedBefore() {
        String learned = json(CALL)
                .put("result", json("{\"sentiment\": \"positive\", \"transcript\": [{\"role\": \"agent\"}]}"))
                .encode();

        JsonObject body = body("call.completed", "campaign", null, learned);

        assertThat(body.getString("sentiment")).isEqualTo("positive");
        assertThat(body.getJsonArray("transcript")).hasSize(1);
        assertThat(body.containsKey("disposition")).isFalse();
    }

    @Test
    void singleCallBelongsToNoCampaignThatOneCouldAskFor() {
        assertThat(body("call.completed", "direct", null, CALL).getValue("campaign_id"))
                .isNull();
        assertThat(older(body("call_ended", "direct", null, CALL)).getValue("category_id"))
                .isNull();
    }

    @Test
    void olderFamilyTellsTheSameCallInItsOwnForm() {
        assertThat(body("call_ended", "batch", null, CALL)).isEqualTo(json("""
                {"event_type": "call_ended", "event_id": "evt_00000000000000000000000001",
                 "timestamp": "2026-03-02T12:00:00.123Z", "payload": {"call": {
                   "id": "call_00000000000000000000000002", "direction": "outbound", "type": "phone_call",
                   "category": "batch", "category_id": "batch_00000000000000000000000001",
                   "from_number": "+14155550100", "to_number": "+14155550123", "status": "completed",
                   "agent_id": "agt_00000000000000000000000004", "initiated_at": "2026-03-02T11:58:00.000Z",
                   "duration": 62, "hangup_reason": "user_disconnected", "disconnection_reason": "user_disconnected"}}}
                """));
    }

    @Test
    void callThatNeverConnectedIsAHangUpThere() {
        String missed = json(CALL)
                .put("answered_at", null)
                .put("status", "did_not_pick")
                .put("end_reason", "user_did_not_pick_up")
                .put("duration_ms", 0)
                .encode();

        JsonObject call = older(body("call_ended", "campaign", null, missed));

        assertThat(call.getString("status")).isEqualTo("hangup");
        assertThat(call.getString("hangup_reason")).isEqualTo("user_did_not_pick_up");
    }

    @Test
    void beginningKnowsNothingOfTheEndEvenWhenItIsToldLater() {
        JsonObject call = older(body("call_initiated", "campaign", null, CALL));

        assertThat(call.getString("status")).isEqualTo("initiated");
        assertThat(call.getInteger("duration")).isZero();
        assertThat(call.getString("hangup_reason")).isNull();
        assertThat(call.getString("category")).isEqualTo("campaign");
    }

    @Test
    void campaignIsToldAsItStood() {
        String campaign = """
                {"organization_id": "00000000-0000-0000-0000-000000000005", "name": "Q2",
                 "agent_id": "00000000-0000-0000-0000-000000000004", "from_phone_number": "+14155550100",
                 "status": "paused", "status_reason": "No credit", "max_concurrent_calls": 5, "priority": 7,
                 "retry_config": {"max_retries": 1}, "metadata": null, "scheduled_at": null, "ends_at": null,
                 "created_at": "2026-03-02T11:00:00+00:00", "started_at": "2026-03-02T13:30:00.5+02:00",
                 "completed_at": null, "total": 10, "completed": 3, "failed": 2, "in_flight": 1}
                """;

        JsonObject told = body("campaign.paused", "campaign", campaign, null).getJsonObject("campaign");

        assertThat(told.getString("id")).isEqualTo("cmp_00000000000000000000000001");
        assertThat(told.getString("organization_id")).isEqualTo(PublicId.ORGANIZATION.text(new UUID(0, 5)));
        assertThat(told.getString("status_reason")).isEqualTo("No credit");
        assertThat(told.getLong("total_leads")).isEqualTo(10);
        assertThat(told.getLong("completed_calls")).isEqualTo(5);
        assertThat(told.getLong("pending_calls")).isEqualTo(5);
        assertThat(told.getLong("failed_leads")).isEqualTo(2);
        assertThat(told.getLong("in_flight_calls")).isEqualTo(1);
        assertThat(told.getString("started_at")).isEqualTo("2026-03-02T11:30:00.500Z");
        assertThat(told.getJsonObject("retry_config").getInteger("max_retries")).isEqualTo(1);
    }

    private static JsonObject older(JsonObject body) {
        return body.getJsonObject("payload").getJsonObject("call");
    }

    private static JsonObject body(String event, String kind, @Nullable String facts, @Nullable String call) {
        return json(new EventFacts(
                        ID,
                        event,
                        AT,
                        new UUID(0, 1),
                        kind,
                        facts == null ? null : json(facts),
                        call == null ? null : json(call))
                .body());
    }

    private static JsonObject json(String text) {
        return new JsonObject(text);
    }
}
