package dev.outdial.call;

import dev.outdial.http.PublicId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as clients see it.
 *
 * @param analysis what the voice agent has learned, but for what is told by itself; null while it has sent nothing
 * @param campaignId null for a single call
 * @param durationSeconds from pick-up to end, rounded; 0 before the end
 * @param durationSec the same once more, as some clients call it
 */
record CallLogView(
        String id,
        String callId,
        String agentId,
        String status,
        @Nullable String sentiment,
        long durationSeconds,
        long durationSec,
        @Nullable String recordingUrl,
        @Nullable Map<String, Object> analysis,
        Instant createdAt,
        @Nullable String endReason,
        @Nullable String fallbackSttTranscriberId,
        @Nullable String campaignId,
        String leadId,
        String phoneNumber,
        String fromPhoneNumber,
        int attempt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable String answeredBy,
        @Nullable String carrier,
        @Nullable String carrierCallId,
        @Nullable Integer sipCode,
        Map<String, Object> metadata) {

    static CallLogView of(CallEntry call) {
        return new CallLogView(
                PublicId.CALL_LOG.text(call.id),
                PublicId.CALL.text(call.id),
                PublicId.AGENT.text(call.agentId),
                call.status,
                ResultBody.of(call).sentiment(),
                seconds(call),
                seconds(call),
                ResultBody.of(call).recordingUrl(),
                ResultBody.of(call).analysis(),
                call.createdAt,
                call.endReason,
                null,
                call.kind.text(call.campaignId),
                PublicId.LEAD.text(call.leadId),
                call.phoneNumber,
                call.fromPhoneNumber,
                call.attempt,
                call.answeredAt,
                call.endedAt,
                call.answeredBy,
                call.carrier,
                call.carrierCallId,
                call.sipCode,
                call.metadata == null ? Map.of() : call.metadata.getMap());
    }

    /** The duration as every answer tells it. */
    static long seconds(CallEntry call) {
        return (call.durationMs + 500) / 1000;
    }
}
