package dev.outdial.campaign;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign with one upload, and how far it has come.
 *
 * @param status as clients see it
 * @param leads that it has
 * @param done leads with a final outcome
 * @param failed leads that ended without an answered call
 * @param inFlight calls that are out
 */
public record Batch(
        Campaign campaign,
        CampaignStatus status,
        @Nullable String statusReason,
        long leads,
        long done,
        long failed,
        long inFlight) {

    static Batch of(Standing standing) {
        Progress progress = standing.progress();
        return new Batch(
                standing.campaign(),
                standing.status(),
                standing.statusReason(),
                progress.total,
                progress.done(),
                progress.failed,
                progress.inFlight);
    }

    public UUID id() {
        return campaign.id;
    }

    /** How it calls again. */
    public RetryConfig retryConfig() {
        return RetryConfig.of(campaign.retryConfig);
    }

    /** As it was asked for. */
    public @Nullable Integer agentVersionNumber() {
        JsonObject metadata = campaign.metadata;
        return metadata == null ? null : metadata.getInteger(NewBatch.VERSION);
    }
}
