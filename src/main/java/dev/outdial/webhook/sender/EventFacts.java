package dev.outdial.webhook.sender;

import dev.outdial.http.Moments;
import dev.outdial.http.PublicId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an event, and how that is told. A pure function, but not one to rely on for ever: the outcome is kept, so
 * that the consumer gets the same bytes at each attempt, whatever is learned of the call, or changed here, in the meantime.
 *
 * @param campaignKind of the campaign it belongs to, if any
 * @param facts written with the event; null for what the call says by itself
 * @param call the columns of its {@code call_entry}, if it is about a call
 */
record EventFacts(
        UUID eventId,
        String event,
        Instant occurredAt,
        @Nullable UUID campaignId,
        @Nullable String campaignKind,
        @Nullable JsonObject facts,
        @Nullable JsonObject call) {

    private static final String INITIATED = "call_initiated";
    private static final String ENDED = "call_ended";

    /** The body of the request. */
    String body() {
        JsonObject body;
        if (event.equals(INITIATED) || event.equals(ENDED)) {
            body = older(known(call));
        } else if (call != null) {
            body = call(call);
        } else if (event.startsWith("campaign.")) {
            body = head().put("campaign", campaign(known(facts)));
        } else {
            body = head().mergeIn(facts == null ? new JsonObject() : facts);
        }
        return body.encode();
    }

    private JsonObject head() {
        return new JsonObject()
                .put("event", event)
                .put("event_id", PublicId.EVENT.text(eventId))
                .put("timestamp", Moments.text(occurredAt));
    }

    private JsonObject call(JsonObject call) {
        JsonObject body = head().put("call_id", PublicId.CALL.text(uuid(call, "id")))
                .put("campaign_id", campaignText())
                .put("lead_id", PublicId.LEAD.text(uuid(call, "lead_id")))
                .put("status", call.getString("status"))
                .put("end_reason", call.getString("end_reason"))
                .put("duration", seconds(call))
                .put("phone_number", call.getString("phone_number"))
                .put("agent_id", PublicId.AGENT.text(uuid(call, "agent_id")))
                .put("metadata", call.getJsonObject("metadata"))
                .put("attempt", call.getInteger("attempt"));
        JsonObject learned = facts == null ? call.getJsonObject("result", new JsonObject()) : facts;
        return learned(body, learned == null ? new JsonObject() : learned);
    }

    /** What the voice agent has said of the call, so far or with this event. */
    private static JsonObject learned(JsonObject body, JsonObject result) {
        body.put("sentiment", result.getValue("sentiment"))
                .put("summary", result.getValue("summary"))
                .put("transcript", result.getValue("transcript"))
                .put("extracted_data", result.getValue("extracted"))
                .put("recording_url", result.getValue("recording_url"));
        if (result.containsKey("disposition")) {
            body.put("disposition", result.getValue("disposition"));
        }
        return body;
    }

    /** The family that does not know attempts: a call that nobody picked up is a hang-up there. */
    private JsonObject older(JsonObject call) {
        boolean began = event.equals(INITIATED);
        boolean connected = call.getValue("answered_at") != null;
        String reason = began ? null : call.getString("end_reason");
        JsonObject told = new JsonObject()
                .put("id", PublicId.CALL.text(uuid(call, "id")))
                .put("direction", "outbound")
                .put("type", "phone_call")
                .put("category", "batch".equals(campaignKind) ? "batch" : "campaign")
                .put("category_id", campaignText())
                .put("from_number", call.getString("from_phone_number"))
                .put("to_number", call.getString("phone_number"))
                .put("status", began ? "initiated" : connected ? "completed" : "hangup")
                .put("agent_id", PublicId.AGENT.text(uuid(call, "agent_id")))
                .put("initiated_at", moment(call, "placed_at"))
                .put("duration", began ? 0 : seconds(call))
                .put("hangup_reason", reason)
                .put("disconnection_reason", reason);
        return new JsonObject()
                .put("event_type", event)
                .put("event_id", PublicId.EVENT.text(eventId))
                .put("timestamp", Moments.text(occurredAt))
                .put("payload", new JsonObject().put("call", told));
    }

    private JsonObject campaign(JsonObject row) {
        long completed = row.getLong("completed");
        long failed = row.getLong("failed");
        long total = row.getLong("total");
        return new JsonObject()
                .put("id", campaignText())
                .put("organization_id", PublicId.ORGANIZATION.text(uuid(row, "organization_id")))
                .put("name", row.getString("name"))
                .put("agent_id", PublicId.AGENT.text(uuid(row, "agent_id")))
                .put("from_phone_number", row.getString("from_phone_number"))
                .put("status", row.getString("status"))
                .put("status_reason", row.getString("status_reason"))
                .put("max_concurrent_calls", row.getInteger("max_concurrent_calls"))
                .put("priority", row.getInteger("priority"))
                .put("retry_config", row.getJsonObject("retry_config"))
                .put("metadata", row.getJsonObject("metadata"))
                .put("scheduled_at", moment(row, "scheduled_at"))
                .put("ends_at", moment(row, "ends_at"))
                .put("total_leads", total)
                .put("completed_calls", completed + failed)
                .put("pending_calls", total - completed - failed)
                .put("in_flight_calls", row.getLong("in_flight"))
                .put("failed_leads", failed)
                .put("created_at", moment(row, "created_at"))
                .put("started_at", moment(row, "started_at"))
                .put("completed_at", moment(row, "completed_at"));
    }

    /** The id that the API gives the campaign; none for those behind single calls, which it does not show. */
    private @Nullable String campaignText() {
        if (campaignId == null || "direct".equals(campaignKind)) {
            return null;
        }
        return ("batch".equals(campaignKind) ? PublicId.BATCH : PublicId.CAMPAIGN).text(campaignId);
    }

    private static long seconds(JsonObject call) {
        return (call.getLong("duration_ms") + 500) / 1000;
    }

    private static UUID uuid(JsonObject row, String column) {
        return UUID.fromString(row.getString(column));
    }

    private static @Nullable String moment(JsonObject row, String column) {
        String written = row.getString(column);
        return written == null
                ? null
                : Moments.text(OffsetDateTime.parse(written).toInstant());
    }

    private JsonObject known(@Nullable JsonObject there) {
        if (there == null) {
            throw new IllegalStateException("Nothing is known of the event " + eventId);
        }
        return there;
    }
}
