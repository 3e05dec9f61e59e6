package dev.outdial.dialer;

import dev.outdial.carrier.CallStatus;
import dev.outdial.dialer.ModelTables.CallRow;
import dev.outdial.dialer.ModelTables.CampaignRow;
import dev.outdial.dialer.ModelTables.LeadRow;
import dev.outdial.testing.LoggedAttempt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The first half of a settlement: open calls go, log rows come, leads become final or wait again. */
final class ModelClosing {

    private final ModelTables tables;
    private final CallStore.Closing closing;
    private final Set<UUID> told = new HashSet<>();

    ModelClosing(ModelTables tables, CallStore.Closing closing) {
        this.tables = tables;
        this.closing = closing;
    }

    /** Answers how many slots of which campaign it freed; none for a campaign whose calls were only given back. */
    Map<CampaignRow, Integer> close() {
        Map<UUID, Settlement> ends = new LinkedHashMap<>();
        for (Settlement end : closing.ends()) {
            // An end is better known than that there was no call.
            ends.merge(end.claim().callId(), end, (one, two) -> one instanceof Settlement.Ended ? one : two);
        }
        Map<CampaignRow, Integer> freed = new LinkedHashMap<>();
        Map<UUID, CallRow> known = new HashMap<>(tables.guarded(Guard.ONCE) ? Map.of() : tables.closed);
        known.putAll(tables.open);
        for (Settlement end : ends.values()) {
            CallRow call = known.get(end.claim().callId());
            if (call != null && isOurs(call) && told.add(call.id)) {
                close(call, end);
                freed.merge(call.lead.campaign, end instanceof Settlement.Ended ? 1 : 0, Integer::sum);
            }
        }
        return freed;
    }

    private boolean isOurs(CallRow call) {
        return !tables.guarded(Guard.OWNER)
                || call.owner.equals(closing.replica().id());
    }

    private void close(CallRow call, Settlement end) {
        tables.open.remove(call.id);
        tables.closed.put(call.id, call);
        LeadRow lead = call.lead;
        if (end instanceof Settlement.Ended ended) {
            lead.campaign.attempts++;
            tables.log.add(new LoggedAttempt(
                    call.id,
                    lead.id,
                    call.attempt,
                    ended.outcome().status().word(),
                    ended.outcome().reason().word()));
        }
        boolean cancelled = lead.campaign.status.equals("cancelled") && tables.guarded(Guard.CANCELLED_STAYS_AWAY);
        boolean gone = lead.gone && tables.guarded(Guard.REMOVED_STAYS_AWAY);
        if (end.dueAgain() != null && !cancelled && !gone) {
            tables.queue(lead, end.dueAgain(), end instanceof Settlement.Ended ? call.attempt + 1 : call.attempt);
        } else if (!lead.gone) {
            tables.end(lead, isAnswered(end) ? "completed" : "failed");
        }
    }

    private static boolean isAnswered(Settlement end) {
        return end instanceof Settlement.Ended ended
                && ended.retryAt() == null
                && ended.outcome().status() == CallStatus.COMPLETED;
    }
}
