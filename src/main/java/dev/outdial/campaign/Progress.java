package dev.outdial.campaign;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.jspecify.annotations.Nullable;

/**
 * How far a campaign has come. Counts that belong together are read in one statement, hence from one moment, so that the
 * books balance: total = completed + pending. Nothing is counted over leads.
 */
@Entity
@Immutable
@Subselect("""
        SELECT c.id, p.total, p.completed, p.failed, p.busy_ms, o.in_flight
          FROM campaign c
         CROSS JOIN LATERAL (
                   SELECT coalesce(sum(s.total), 0)::bigint AS total, coalesce(sum(s.completed), 0)::bigint AS completed,
                          coalesce(sum(s.failed), 0)::bigint AS failed, coalesce(sum(s.busy_ms), 0)::bigint AS busy_ms
                     FROM campaign_progress s WHERE s.campaign_id = c.id) p
         CROSS JOIN LATERAL (
                   SELECT count(*) AS in_flight
                     FROM open_call o WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) o
        """)
public class Progress extends PanacheEntityBase {

    /** The shard of {@code campaign_progress} that the API writes to; the replicas' dialers count theirs from 0. */
    static final int API_SHARD = -1;

    private static final double THOUSAND = 1_000;

    /** The campaign's. */
    @Id
    public UUID id;

    /** Leads not removed. */
    public long total;

    /** Leads that ended with an answered call. */
    public long completed;

    /** Leads that ended without. */
    public long failed;

    /** How long slots were taken by calls that are over, from claim to end. */
    public long busyMs;

    /** Calls that are out. */
    public long inFlight;

    /** The progress of one campaign, by itself. */
    static Uni<Progress> of(UUID campaignId) {
        return Progress.findById(campaignId);
    }

    /** That of a campaign which was just made. */
    static Progress none() {
        return new Progress();
    }

    /** Leads with a final outcome. */
    long done() {
        return completed + failed;
    }

    /** Leads still to be finished, those with a call out included. */
    long pending() {
        return total - done();
    }

    /** Leads that wait for an attempt. A lead removed during its call is out without being counted, hence the bound. */
    long waiting() {
        return Math.max(0, pending() - inFlight);
    }

    /** The part of the campaign's slots that was taken since it started, 0 to 1; null before that. */
    @Nullable
    Double slotUtilization(Campaign campaign, Instant now) {
        if (campaign.startedAt == null) {
            return null;
        }
        Instant until = campaign.completedAt == null ? now : campaign.completedAt;
        long open = Duration.between(campaign.startedAt, until).toMillis();
        if (open <= 0) {
            return 0.0;
        }
        double part = Math.min(1, busyMs / ((double) campaign.maxConcurrentCalls * open));
        return Math.round(part * THOUSAND) / THOUSAND;
    }
}
