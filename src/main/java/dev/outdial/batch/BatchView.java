package dev.outdial.batch;

import dev.outdial.campaign.Batch;
import dev.outdial.campaign.Batches;
import dev.outdial.campaign.Campaign;
import dev.outdial.campaign.RetryConfig;
import dev.outdial.http.PublicId;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A batch as clients see it.
 *
 * @param name the title once more, as some clients call it
 * @param totalRecords rows of its file while that is known, which is when it is made; its leads afterwards
 * @param status that of a campaign; "initiated" in the answer to its creation
 */
@Schema(name = "Batch")
record BatchView(
        String id,
        String title,
        String name,
        long totalRecords,
        long totalLeads,
        String status,
        @Nullable String statusReason,
        String fromNumber,
        String agentId,
        @Nullable Integer agentVersionNumber,
        int maxConcurrentCalls,
        RetryConfig retryConfig,
        @Nullable Object callingHours,
        @Nullable String timeZone,
        long completedCalls,
        long failedCalls,
        long pendingCalls,
        long inFlightCalls,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {

    private static final String INITIATED = "initiated";

    static BatchView of(Batch batch) {
        return of(batch, batch.leads(), batch.status().word());
    }

    static BatchView of(Batches.Created created) {
        return of(created.batch(), created.records(), INITIATED);
    }

    private static BatchView of(Batch batch, long records, String status) {
        Campaign campaign = batch.campaign();
        Map<String, Object> hours = campaign.callingHours == null ? null : campaign.callingHours.getMap();
        return new BatchView(
                PublicId.BATCH.text(batch.id()),
                campaign.name,
                campaign.name,
                records,
                batch.leads(),
                status,
                batch.statusReason(),
                campaign.fromPhoneNumber,
                PublicId.AGENT.text(campaign.agentId),
                batch.agentVersionNumber(),
                campaign.maxConcurrentCalls,
                batch.retryConfig(),
                hours,
                campaign.timeZone,
                batch.done(),
                batch.failed(),
                batch.leads() - batch.done(),
                batch.inFlight(),
                campaign.scheduledAt,
                campaign.endsAt,
                campaign.createdAt,
                campaign.startedAt,
                campaign.completedAt);
    }
}
