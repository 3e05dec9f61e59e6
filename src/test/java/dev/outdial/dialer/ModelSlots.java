package dev.outdial.dialer;

import dev.outdial.dialer.ModelTables.CallRow;
import dev.outdial.dialer.ModelTables.CampaignRow;
import dev.outdial.dialer.ModelTables.LineRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Who may call how many, and the opening of calls. */
record ModelSlots(ModelTables tables) {

    /** The dialer's patience, and the way to the carrier. */
    private static final Duration PATIENCE = Duration.ofMillis(1_250);

    /** One slot after the other to the campaign that has least for its priority. */
    Map<CampaignRow, Integer> grants(int most, Instant now) {
        List<CallRow> given = new ArrayList<>();
        Map<LineRow, Integer> starts = new LinkedHashMap<>();
        tables.lines.values().forEach(line -> starts.put(line, starts(line, now)));
        Map<CampaignRow, Integer> grants = new LinkedHashMap<>();
        for (int i = 0; i < most; i++) {
            CampaignRow next = null;
            for (CampaignRow campaign : tables.campaigns.values()) {
                boolean wants = campaign.status.equals("running")
                        && campaign.due(now) > grants.getOrDefault(campaign, 0)
                        && starts.getOrDefault(tables.line(campaign), 0) > 0
                        && tables.room(campaign) > 0;
                if (wants && (next == null || load(campaign) < load(next))) {
                    next = campaign;
                }
            }
            if (next == null) {
                break;
            }
            grants.merge(next, 1, Integer::sum);
            starts.merge(tables.line(next), -1, Integer::sum);
            CallRow held = new CallRow(new UUID(0, i), next.due.first(), new UUID(0, 0), Instant.MIN, now);
            tables.open.put(held.id, held);
            given.add(held);
        }
        given.forEach(held -> tables.open.remove(held.id));
        return grants;
    }

    /** How many starts a line grants: by its pace no further ahead than half the patience. */
    private int starts(LineRow line, Instant now) {
        Duration interval = line.interval();
        if (line.isHeld(now)) {
            return 0;
        }
        if (interval == null) {
            return Integer.MAX_VALUE;
        }
        Duration ahead = Duration.between(firstStart(line), tables.time.real().plus(PATIENCE.dividedBy(2)));
        return ahead.isNegative() ? 0 : (int) ahead.dividedBy(interval) + 1;
    }

    private Instant firstStart(LineRow line) {
        Instant now = tables.time.real();
        return line.nextStartAt.isAfter(now) ? line.nextStartAt : now;
    }

    private double load(CampaignRow campaign) {
        return (tables.open(campaign) + 1.0) / campaign.cast.priority();
    }

    Map<CampaignRow, Long> rooms(CallStore.Closing closing) {
        Map<CampaignRow, Long> rooms = new LinkedHashMap<>();
        for (Settlement end : closing.ends()) {
            CampaignRow campaign = tables.campaign(end.claim().campaignId());
            // As if the call were gone already.
            rooms.merge(campaign, campaign.status.equals("running") ? 1 : 0L, Long::sum);
        }
        rooms.replaceAll((campaign, ended) -> Math.min(ended, tables.room(campaign) + ended));
        return rooms;
    }

    long room(CampaignRow campaign, int freed) {
        LineRow line = tables.line(campaign);
        boolean refilled = line.interval() == null || !tables.guarded(Guard.REFILL_WITHOUT_PACE);
        if (!campaign.status.equals("running") || !refilled || line.isHeld(tables.time.business())) {
            return 0;
        }
        long room = tables.guarded(Guard.REFILL_UNDER_LIMITS) ? Math.min(freed, tables.room(campaign)) : freed;
        return tables.guarded(Guard.REFILL_OF_FREED_SLOTS) ? Math.max(0, room) : campaign.cap;
    }

    List<CallRow> open(UUID me, CampaignRow campaign, int n, List<UUID> ids, Instant now) {
        List<CallRow> opened = new ArrayList<>();
        while (opened.size() < n && opened.size() < ids.size() && campaign.hasDue(now)) {
            CallRow call = new CallRow(
                    ids.get(opened.size()),
                    Objects.requireNonNull(campaign.due.pollFirst()),
                    me,
                    tables.time.real().plus(PATIENCE),
                    now.plus(Cast.RING).plus(Cast.TALK).plusSeconds(60));
            tables.open.put(call.id, call);
            opened.add(call);
            LineRow line = tables.line(campaign);
            Duration interval = line.interval();
            if (interval != null) {
                call.startAt = firstStart(line);
                line.nextStartAt = call.startAt.plus(interval);
            }
        }
        return opened;
    }
}
