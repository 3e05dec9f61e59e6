package dev.outdial.dialer;

import dev.outdial.campaign.RetryPolicy;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.http.PublicId;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads claims out of the rows that claim and settle return. */
final class Claims {

    private final String defaultCarrier;
    private final ToLongFunction<Instant> nanos;
    private final Function<UUID, String> resultToken;

    /** A reader of claims whose agents can send results with a key alone. */
    Claims(String defaultCarrier, ToLongFunction<Instant> nanos) {
        this(defaultCarrier, nanos, call -> "");
    }

    /**
     * A reader of claims.
     *
     * @param defaultCarrier the carrier of lines that name none
     * @param nanos what the monotonic clock shows when the database's shows this
     * @param resultToken with which a call's agent may send its result
     */
    Claims(String defaultCarrier, ToLongFunction<Instant> nanos, Function<UUID, String> resultToken) {
        this.defaultCarrier = defaultCarrier;
        this.nanos = nanos;
        this.resultToken = resultToken;
    }

    Claim of(Row row, long startBy) {
        String carrier = row.getString("carrier");
        return new Claim(
                row.getUUID("call_id"),
                row.getUUID("lead_id"),
                row.getUUID("campaign_id"),
                row.getUUID("organization_id"),
                row.getUUID("line_id"),
                carrier == null ? defaultCarrier : carrier,
                placeCall(row),
                RetryPolicy.of(new JsonObject(row.getString("retry_config"))),
                startBy,
                turn(row),
                instant(row.getOffsetDateTime("closes_at")),
                row.getBoolean("probing"));
    }

    private Claim.@Nullable Turn turn(Row row) {
        Instant startAt = instant(row.getOffsetDateTime("start_at"));
        Instant nextAt = instant(row.getOffsetDateTime("next_start_at"));
        return startAt == null || nextAt == null
                ? null
                : new Claim.Turn(nanos.applyAsLong(startAt), nanos.applyAsLong(nextAt));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private PlaceCall placeCall(Row row) {
        String callId = PublicId.CALL.text(row.getUUID("call_id"));
        String leadId = PublicId.LEAD.text(row.getUUID("lead_id"));
        String campaignId = PublicId.CAMPAIGN.text(row.getUUID("campaign_id"));
        return new PlaceCall(
                callId,
                leadId,
                campaignId,
                row.getInteger("attempt"),
                row.getString("from_phone_number"),
                row.getString("phone_number"),
                variables(row, callId, leadId, campaignId),
                Duration.ofSeconds(row.getInteger("ring_sec")),
                Duration.ofSeconds(row.getInteger("max_sec")),
                row.getBoolean("voicemail_detection"));
    }

    /** The lead's own values over the agent's defaults; the built-in names cannot be overridden. */
    private Map<String, String> variables(Row row, String callId, String leadId, String campaignId) {
        Map<String, String> variables = new LinkedHashMap<>();
        addAll(variables, row.getString("agent_variables"));
        if (row.getString("lead_name") != null) {
            variables.put("name", row.getString("lead_name"));
        }
        addAll(variables, row.getString("notes"));
        variables.put("call_id", callId);
        variables.put("result_token", resultToken.apply(row.getUUID("call_id")));
        variables.put("campaign_id", campaignId);
        variables.put("lead_id", leadId);
        variables.put("attempt", String.valueOf(row.getInteger("attempt")));
        variables.put("agent_id", PublicId.AGENT.text(row.getUUID("agent_id")));
        variables.put("agent_name", row.getString("agent_title"));
        variables.put("caller_number", row.getString("from_phone_number"));
        return variables;
    }

    private static void addAll(Map<String, String> variables, String json) {
        new JsonObject(json).forEach(entry -> {
            if (entry.getValue() != null) {
                variables.put(entry.getKey(), String.valueOf(entry.getValue()));
            }
        });
    }
}
