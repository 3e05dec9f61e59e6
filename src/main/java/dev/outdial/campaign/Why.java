package dev.outdial.campaign;

import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a campaign is dialing or not: each gate that the claim asks, with what it says and by which figures.
 *
 * @param bindingLimit the first gate, in the order of the list, that keeps the next call from being started; null where
 *     one may start now
 */
record Why(
        String id,
        CampaignStatus status,
        boolean dialing,
        @Nullable String bindingLimit,
        List<Gate> gates) {

    /** Due leads are counted so far; whether there are more makes no difference. */
    private static final int DUE_MAX = 1_000;

    private static final String READ = """
            SELECT c.status, c.status_reason, c.scheduled_at, c.ends_at, c.calling_hours IS NOT NULL AS has_hours, c.time_zone,
                   c.max_concurrent_calls AS campaign_cap, g.max_concurrent_calls AS organization_cap,
                   p.max_concurrent_calls AS line_cap, p.calls_per_second::float8 AS pace, p.held_until, p.broken_until,
                   greatest(p.next_start_at, real_now()) AS next_start_at,
                   p.next_start_at > real_now() AS is_paced_out,
                   (SELECT count(*) FROM open_call o
                     WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) AS campaign_open,
                   (SELECT count(*) FROM open_call o WHERE o.organization_id = c.organization_id) AS organization_open,
                   (SELECT count(*) FROM open_call o WHERE o.line_id = c.line_id) AS line_open,
                   (SELECT count(*) FROM calling_spell s WHERE s.campaign_id = c.id) AS zones,
                   (SELECT count(*) FROM calling_spell s
                     WHERE s.campaign_id = c.id AND s.opens_at <= $3 AND s.closes_at > $3) AS zones_open,
                   (SELECT min(s.opens_at) FROM calling_spell s
                     WHERE s.campaign_id = c.id AND s.opens_at > $3) AS next_opening,
                   due_v1(c.id, $3, $4) AS due,
                   (SELECT coalesce(sum(s.total - s.completed - s.failed), 0)::bigint FROM campaign_progress s
                     WHERE s.campaign_id = c.id) AS pending,
                   (SELECT count(*) FROM replica r WHERE r.lease_until > real_now()) AS replicas
              FROM campaign c
              JOIN organization g ON g.id = c.organization_id
              JOIN phone_line p ON p.id = c.line_id
             WHERE c.id = $1 AND c.organization_id = $2 AND c.kind = 'campaign' AND c.deleted_at IS NULL
            """;

    /** Asks all gates of an organization's campaign; 404 where there is none. */
    static Uni<Why> of(Pool pool, UUID organizationId, UUID campaignId, Instant now) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(campaignId, organizationId, now.atOffset(ZoneOffset.UTC), DUE_MAX))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw PublicId.CAMPAIGN.notFound();
                    }
                    return of(campaignId, rows.iterator().next(), now);
                });
    }

    private static Why of(UUID campaignId, Row row, Instant now) {
        CampaignStatus status = CampaignStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
        List<Gate> gates = new ArrayList<>(List.of(status(row, status), end(row, now), hours(row), leads(row)));
        gates.addAll(line(row, now));
        gates.add(cap("organization_max_concurrent_calls", row, "organization"));
        gates.add(cap("campaign_max_concurrent_calls", row, "campaign"));
        gates.add(Gate.of("dialers", row.getLong("replicas") > 0, "No replica of the service is dialing")
                .with("replicas", row.getLong("replicas")));
        String binding = gates.stream()
                .filter(gate -> !gate.pass())
                .map(Gate::name)
                .findFirst()
                .orElse(null);
        boolean dialing = binding == null || row.getLong("campaign_open") > 0;
        return new Why(PublicId.CAMPAIGN.text(campaignId), status, dialing, binding, List.copyOf(gates));
    }

    private static Gate status(Row row, CampaignStatus status) {
        String reason = row.getString("status_reason");
        return Gate.of(
                        "status",
                        status == CampaignStatus.RUNNING,
                        reason == null ? CampaignAction.campaignThatIs(status) + " dials nothing" : reason)
                .with("status", status)
                .with("scheduled_at", instant(row, "scheduled_at"));
    }

    private static Gate end(Row row, Instant now) {
        Instant endsAt = instant(row, "ends_at");
        return Gate.of("ends_at", endsAt == null || endsAt.isAfter(now), "The campaign has ended")
                .with("ends_at", endsAt);
    }

    private static Gate hours(Row row) {
        boolean open = !row.getBoolean("has_hours") || row.getLong("zones_open") > 0 || row.getLong("zones") == 0;
        return Gate.of("calling_hours", open, "It is not time to call anywhere where leads are waiting")
                .with("time_zone", row.getString("time_zone"))
                .with("lead_zones", row.getLong("zones"))
                .with("lead_zones_open", row.getLong("zones_open"))
                .with("next_opening_at", instant(row, "next_opening"));
    }

    private static Gate leads(Row row) {
        long pending = row.getLong("pending");
        return Gate.of(
                        "due_leads",
                        row.getInteger("due") > 0,
                        pending == 0
                                ? "Every lead is finished"
                                : "No lead is due: those that are left are on a call, wait for their retry interval, or"
                                        + " are where it is not time to call")
                .with("due", row.getInteger("due"))
                .with("pending", pending);
    }

    private static List<Gate> line(Row row, Instant now) {
        Instant brokenUntil = instant(row, "broken_until");
        Instant heldUntil = instant(row, "held_until");
        Double pace = row.getDouble("pace");
        return List.of(
                Gate.of(
                                "phone_number_health",
                                brokenUntil == null,
                                "Calls from the caller number fail at its carrier: none starts for a while, then one tries")
                        .with("paused_until", brokenUntil),
                Gate.of(
                                "carrier_throttling",
                                heldUntil == null || !heldUntil.isAfter(now),
                                "The carrier asked to slow down")
                        .with("held_until", heldUntil),
                Gate.of(
                                "calls_per_second",
                                pace == null || !Boolean.TRUE.equals(row.getBoolean("is_paced_out")),
                                "The caller number may start its next call a little later")
                        .with("calls_per_second", pace)
                        .with("next_start_at", pace == null ? null : instant(row, "next_start_at")),
                cap("phone_number_max_concurrent_calls", row, "line"));
    }

    private static Gate cap(String name, Row row, String whose) {
        Integer cap = row.getInteger(whose + "_cap");
        long open = row.getLong(whose + "_open");
        return Gate.of(name, cap == null || open < cap, "As many calls are out as may be at once")
                .with("open", open)
                .with("max", cap);
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /**
     * One thing that a call needs.
     *
     * @param pass whether it lets the next call through
     * @param message what keeps it, null where it passes
     * @param values the figures it goes by
     */
    record Gate(String name, boolean pass, @Nullable String message, Map<String, @Nullable Object> values) {

        static Gate of(String name, boolean pass, String otherwise) {
            return new Gate(name, pass, pass ? null : otherwise, new LinkedHashMap<>());
        }

        Gate with(String value, @Nullable Object is) {
            values.put(value, is);
            return this;
        }
    }
}
