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
        SELECT c.id, p.total, p.completed, p.failed, p.attempts, p.busy_ms, o.in_flight, o.opened_ms, c.slot_ms, c.slots_since,
               w.opens_at
          FROM campaign c
         CROSS JOIN LATERAL (
                   SELECT coalesce(sum(s.total), 0)::bigint AS total, coalesce(sum(s.completed), 0)::bigint AS completed,
                          coalesce(sum(s.failed), 0)::bigint AS failed, coalesce(sum(s.attempts), 0)::bigint AS attempts,
                          coalesce(sum(s.busy_ms), 0)::bigint AS busy_ms
                     FROM campaign_progress s WHERE s.campaign_id = c.id) p
         CROSS JOIN LATERAL (
                   SELECT count(*) AS in_flight,
                          coalesce(sum(extract(epoch FROM o.created_at) * 1000), 0)::bigint AS opened_ms
                     FROM open_call o WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) o
          LEFT JOIN LATERAL (
                   SELECT min(s.opens_at) AS opens_at
                     FROM calling_spell s
                    WHERE s.campaign_id = c.id AND c.calling_hours IS NOT NULL AND o.in_flight = 0) w ON true
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

    /** Attempts that are over. */
    public long attempts;

    /** How long slots were taken by calls that are over, from claim to end. */
    public long busyMs;

    /** Calls that are out. */
    public long inFlight;

    /** When those were claimed, in milliseconds since 1970, added up. */
    public long openedMs;

    /** How long there were slots, times their number, until {@link #slotsSince}. */
    public long slotMs;

    /** Since when there are as many as now; null while there are none. */
    public @Nullable Instant slotsSince;

    /** The first time at which any lead that waits may be called, past or to come; null without hours or with calls out. */
    public @Nullable Instant opensAt;

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

    /** The part of its slots that was taken while the campaign was running, 0 to 1; null before that. */
    @Nullable
    Double slotUtilization(Campaign campaign, Instant now) {
        long since = slotsSince == null
                ? 0
                : Math.max(0, Duration.between(slotsSince, now).toMillis()) * campaign.maxConcurrentCalls;
        long slots = slotMs + since;
        if (slots == 0) {
            return campaign.startedAt == null ? null : 0.0;
        }
        long taken = busyMs + Math.max(0, inFlight * now.toEpochMilli() - openedMs);
        return Math.round(Math.min(1, taken / (double) slots) * THOUSAND) / THOUSAND;
    }
}
