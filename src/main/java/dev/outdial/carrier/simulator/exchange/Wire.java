package dev.outdial.carrier.simulator.exchange;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.Outcome;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/** The carrier's vocabulary as JSON, there and back. What the voice agent may say is left out: no network asks for it. */
final class Wire {

    private static final String KIND = "kind";

    private Wire() {}

    static JsonObject json(PlaceCall call) {
        return new JsonObject()
                .put("call_id", call.callId())
                .put("lead_id", call.leadId())
                .put("campaign_id", call.campaignId())
                .put("attempt", call.attempt())
                .put("from", call.from())
                .put("to", call.to())
                .put("ring_timeout_ms", call.ringTimeout().toMillis())
                .put("max_duration_ms", call.maxDuration().toMillis())
                .put("hang_up_on_machine", call.hangUpOnMachine());
    }

    static PlaceCall call(JsonObject json) {
        return new PlaceCall(
                json.getString("call_id"),
                json.getString("lead_id"),
                json.getString("campaign_id"),
                json.getInteger("attempt"),
                json.getString("from"),
                json.getString("to"),
                Map.of(),
                Duration.ofMillis(json.getLong("ring_timeout_ms")),
                Duration.ofMillis(json.getLong("max_duration_ms")),
                json.getBoolean("hang_up_on_machine"));
    }

    static JsonObject json(PlaceResult result) {
        return switch (result) {
            case PlaceResult.Accepted accepted ->
                kind("accepted")
                        .put("carrier_call_id", accepted.carrierCallId())
                        .put("at", accepted.at());
            case PlaceResult.Refused refused ->
                kind("refused")
                        .put("fault", refused.fault().name())
                        .put("reason", refused.reason().name())
                        .put("message", refused.message());
            case PlaceResult.Throttled throttled ->
                kind("throttled").put("retry_after_ms", throttled.retryAfter().toMillis());
            case PlaceResult.Unknown unknown -> kind("unknown").put("detail", unknown.detail());
        };
    }

    static PlaceResult result(JsonObject json) {
        return switch (json.getString(KIND)) {
            case "accepted" -> new PlaceResult.Accepted(json.getString("carrier_call_id"), json.getInstant("at"));
            case "refused" ->
                new PlaceResult.Refused(
                        PlaceResult.Fault.valueOf(json.getString("fault")),
                        EndReason.valueOf(json.getString("reason")),
                        json.getString("message"));
            case "throttled" -> new PlaceResult.Throttled(Duration.ofMillis(json.getLong("retry_after_ms")));
            case "unknown" -> new PlaceResult.Unknown(json.getString("detail"));
            default -> throw unreadable(json);
        };
    }

    static JsonObject json(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Live live ->
                kind("live").put("carrier_call_id", live.carrierCallId()).put("answered_at", live.answeredAt());
            case Lookup.Over over -> kind("over").put("ended", json(over.ended()));
            case Lookup.NotFound missing -> kind("not_found").put("definitive", missing.definitive());
            case Lookup.Unavailable unavailable -> kind("unavailable").put("detail", unavailable.detail());
        };
    }

    static Lookup lookup(JsonObject json) {
        return switch (json.getString(KIND)) {
            case "live" -> new Lookup.Live(json.getString("carrier_call_id"), json.getInstant("answered_at"));
            case "over" -> new Lookup.Over(ended(json.getJsonObject("ended")));
            case "not_found" -> new Lookup.NotFound(json.getBoolean("definitive"));
            case "unavailable" -> new Lookup.Unavailable(json.getString("detail"));
            default -> throw unreadable(json);
        };
    }

    static JsonObject json(CarrierEvent event) {
        JsonObject json = new JsonObject().put("call_id", event.callId()).put("at", event.at());
        return switch (event) {
            case CarrierEvent.Answered _ -> json.put(KIND, "answered");
            case CarrierEvent.Ended ended -> json.put(KIND, "ended").put("outcome", json(ended.outcome()));
        };
    }

    static CarrierEvent event(JsonObject json) {
        return switch (json.getString(KIND)) {
            case "answered" -> new CarrierEvent.Answered(json.getString("call_id"), json.getInstant("at"));
            case "ended" -> ended(json);
            default -> throw unreadable(json);
        };
    }

    private static CarrierEvent.Ended ended(JsonObject json) {
        JsonObject outcome = json.getJsonObject("outcome");
        String answeredBy = outcome.getString("answered_by");
        return new CarrierEvent.Ended(
                json.getString("call_id"),
                json.getInstant("at"),
                new Outcome(
                        CallStatus.valueOf(outcome.getString("status")),
                        EndReason.valueOf(outcome.getString("reason")),
                        outcome.getInstant("answered_at"),
                        answeredBy == null ? null : AnsweredBy.valueOf(answeredBy),
                        outcome.getInteger("sip_code")));
    }

    private static JsonObject json(Outcome outcome) {
        AnsweredBy answeredBy = outcome.answeredBy();
        return new JsonObject()
                .put("status", outcome.status().name())
                .put("reason", outcome.reason().name())
                .put("answered_at", outcome.answeredAt())
                .put("answered_by", answeredBy == null ? null : answeredBy.name())
                .put("sip_code", outcome.sipCode());
    }

    private static JsonObject kind(String kind) {
        return new JsonObject().put(KIND, kind);
    }

    private static IllegalArgumentException unreadable(JsonObject json) {
        return new IllegalArgumentException("The exchange says " + json.getString(KIND) + ", which nobody knows");
    }
}
