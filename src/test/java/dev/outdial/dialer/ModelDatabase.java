package dev.outdial.dialer;

import dev.outdial.dialer.ModelTables.CallRow;
import dev.outdial.dialer.ModelTables.CampaignRow;
import dev.outdial.dialer.ModelTables.Due;
import dev.outdial.dialer.ModelTables.LeadRow;
import dev.outdial.dialer.ModelTables.LineRow;
import dev.outdial.hours.CallingHours;
import dev.outdial.testing.Books;
import dev.outdial.testing.LoggedAttempt;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The database as it should be, in memory: thousands of runs while PostgreSQL does one. */
final class ModelDatabase implements SimulatedDatabase, Roster {

    private final ModelTables tables;

    ModelDatabase(Cast cast, VirtualTime time, Set<Guard> removed) {
        tables = new ModelTables(time, removed);
        cast.organizations().forEach(each -> tables.organizationCaps.put(each.id(), each.cap()));
        cast.lines().forEach(line -> tables.lines.put(line.id(), new LineRow(line)));
        for (Cast.Campaign campaign : cast.campaigns()) {
            tables.campaigns.put(campaign.id(), new CampaignRow(campaign));
            addLeads(campaign.id(), campaign.leads());
        }
    }

    @Override
    public Roster roster() {
        return this;
    }

    @Override
    public CallStore calls(Lease lease, SimulatedReplica replica) {
        return new ModelCalls(tables, lease, replica);
    }

    @Override
    public Uni<Replica> enter(UUID id, Duration length) {
        return Uni.createFrom().item(() -> {
            tables.leases.put(id, tables.time.real().plus(length));
            return new Replica(id, tables.leases.size() - 1);
        });
    }

    @Override
    public Uni<Boolean> renew(UUID id, Duration length) {
        return Uni.createFrom().item(() -> {
            Instant until = tables.leases.get(id);
            boolean held =
                    until != null && (until.isAfter(tables.time.real()) || !tables.guarded(Guard.LEASE_OF_RENEWAL));
            if (held) {
                tables.leases.put(id, tables.time.real().plus(length));
            }
            return held;
        });
    }

    @Override
    public Uni<Void> leave(UUID id) {
        return Uni.createFrom().item(() -> {
            tables.leases.computeIfPresent(id, (replica, until) -> tables.time.real());
            return null;
        });
    }

    @Override
    public boolean pause(UUID campaign) {
        return become(campaign, "paused", Set.of("running"));
    }

    @Override
    public boolean resume(UUID campaign) {
        return become(campaign, "running", Set.of("paused"));
    }

    @Override
    public boolean cancel(UUID campaign) {
        return become(campaign, "cancelled", Set.of("running", "paused"));
    }

    @Override
    public void failWaiting(UUID campaign) {
        failWaiting(tables.campaign(campaign));
    }

    /** The leads that wait in a cancelled campaign. */
    static void failWaiting(CampaignRow campaign) {
        for (Due due : campaign.due) {
            due.lead().end = "failed";
            campaign.failed++;
        }
        campaign.due.clear();
    }

    @Override
    public long toStart(UUID campaign) {
        return tables.count(call -> call.lead.campaign.cast.id().equals(campaign)
                && call.intent
                && call.startBy.isAfter(tables.time.real()));
    }

    @Override
    public void limitCampaign(UUID campaign, int cap) {
        tables.campaign(campaign).cap = cap;
    }

    @Override
    public void limitOrganization(UUID organization, int cap) {
        tables.organizationCaps.put(organization, cap);
    }

    @Override
    public void limitLine(UUID line, int cap) {
        Objects.requireNonNull(tables.lines.get(line)).cap = cap;
    }

    @Override
    public void setHours(UUID id, @Nullable CallingHours hours) {
        CampaignRow campaign = tables.campaign(id);
        campaign.hours = hours == null ? null : hours.json().encode();
        campaign.spell = null;
    }

    @Override
    public boolean addLeads(UUID id, int n) {
        CampaignRow campaign = tables.campaign(id);
        if (campaign.status.equals("cancelled")) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            int number = tables.leads.size();
            LeadRow lead = new LeadRow(Cast.id("lead", number), number, campaign);
            tables.leads.add(lead);
            tables.queue(lead, tables.time.business(), 1);
        }
        campaign.total += n;
        campaign.status = campaign.status.equals("completed") ? "running" : campaign.status;
        return true;
    }

    @Override
    public void removeLead(UUID id, int which) {
        CampaignRow campaign = tables.campaign(id);
        List<LeadRow> there = tables.leads.stream()
                .filter(lead -> lead.campaign == campaign && !lead.gone)
                .toList();
        if (there.isEmpty() || Set.of("completed", "cancelled").contains(campaign.status)) {
            return;
        }
        LeadRow lead = there.get(which % there.size());
        lead.gone = true;
        campaign.due.removeIf(due -> due.lead() == lead);
        campaign.total--;
        campaign.completed -= "completed".equals(lead.end) ? 1 : 0;
        campaign.failed -= "failed".equals(lead.end) ? 1 : 0;
        tables.complete(campaign);
    }

    @Override
    public List<Books> books() {
        return tables.campaigns.values().stream().map(this::books).toList();
    }

    @Override
    public boolean couldStart() {
        return tables.campaigns.values().stream()
                .anyMatch(campaign -> campaign.status.equals("running")
                        && campaign.hasDue(tables.time.business())
                        && tables.room(campaign) > 0
                        && !tables.line(campaign).isHeld(tables.time.business()));
    }

    @Override
    public List<LoggedAttempt> log() {
        return tables.log;
    }

    private boolean become(UUID id, String status, Set<String> from) {
        CampaignRow campaign = tables.campaign(id);
        boolean allowed = from.contains(campaign.status);
        campaign.status = allowed ? status : campaign.status;
        return allowed;
    }

    private Books books(CampaignRow campaign) {
        List<LeadRow> leads = tables.leads.stream()
                .filter(lead -> lead.campaign == campaign && !lead.gone)
                .toList();
        List<CallRow> open = tables.open.values().stream()
                .filter(call -> call.lead.campaign == campaign)
                .toList();
        return new Books(
                campaign.cast.id(),
                campaign.status,
                leads.size(),
                campaign.due.size(),
                open.stream().filter(call -> !call.lead.gone).count(),
                open.size(),
                leads.stream().filter(lead -> "completed".equals(lead.end)).count(),
                leads.stream().filter(lead -> "failed".equals(lead.end)).count(),
                campaign.attempts,
                campaign.due.stream()
                        .filter(due ->
                                due.lead().end != null || open.stream().anyMatch(call -> call.lead == due.lead()))
                        .count(),
                campaign.total,
                campaign.completed,
                campaign.failed,
                campaign.attempts);
    }
}
