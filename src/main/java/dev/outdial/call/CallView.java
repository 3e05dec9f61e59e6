package dev.outdial.call;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.outdial.campaign.CampaignKind;
import dev.outdial.http.PublicId;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A call as the older half of the public API tells it: the same as a {@link CallLogView} in other words.
 *
 * @param createdAt when it was asked for, or, once it was taken up, when that was
 * @param duration milliseconds from pick-up to end
 * @param campaignId null unless a campaign made it
 * @param batchId null unless a batch made it
 */
@Schema(name = "Call")
public record CallView(
        String id,
        String agentId,
        String toNumber,
        String fromNumber,
        String status,
        String callDirection,
        @JsonProperty("createdAt") Instant createdAt,
        long duration,
        @Nullable String endReason,
        @Nullable String campaignId,
        @Nullable String batchId,
        String leadId,
        int attempt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable String answeredBy,
        @Nullable String sentiment,
        @Nullable String recordingUrl,
        @Nullable Integer agentVersionNumber,
        Map<String, Object> metadata) {

    static CallView of(CallEntry call) {
        ResultBody result = ResultBody.of(call);
        Map<String, Object> metadata = call.metadata == null ? Map.of() : call.metadata.getMap();
        String made = call.kind.text(call.campaignId);
        return new CallView(
                PublicId.CALL.text(call.id),
                PublicId.AGENT.text(call.agentId),
                call.phoneNumber,
                call.fromPhoneNumber,
                call.status,
                "outbound",
                call.createdAt,
                call.durationMs,
                call.endReason,
                call.kind == CampaignKind.CAMPAIGN ? made : null,
                call.kind == CampaignKind.BATCH ? made : null,
                PublicId.LEAD.text(call.leadId),
                call.attempt,
                call.answeredAt,
                call.endedAt,
                call.answeredBy,
                result.sentiment(),
                result.recordingUrl(),
                metadata.get("agent_version_number") instanceof Number version ? version.intValue() : null,
                metadata);
    }
}
