package dev.outdial.dialer;

import dev.outdial.hours.Spell;
import dev.outdial.testing.LoggedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of the model, and what several of its steps ask of them. One thread, so each step is a transaction. */
final class ModelTables {

    final VirtualTime time;
    final Set<Guard> removed;
    final Map<UUID, Integer> organizationCaps = new LinkedHashMap<>();
    final Map<UUID, LineRow> lines = new LinkedHashMap<>();
    final Map<UUID, CampaignRow> campaigns = new LinkedHashMap<>();
    final List<LeadRow> leads = new ArrayList<>();
    final Map<UUID, CallRow> open = new LinkedHashMap<>();
    /** What was open once, for a model that forgets that it was closed. */
    final Map<UUID, CallRow> closed = new LinkedHashMap<>();

    final List<LoggedAttempt> log = new ArrayList<>();
    final Map<UUID, Instant> leases = new LinkedHashMap<>();
    private long callIds;

    ModelTables(VirtualTime time, Set<Guard> removed) {
        this.time = time;
        this.removed = removed;
    }

    boolean guarded(Guard guard) {
        return !removed.contains(guard);
    }

    UUID newCallId() {
        return Cast.id("call", callIds++);
    }

    boolean holdsLease(UUID replica) {
        return !guarded(Guard.LEASE_OF_CLAIM)
                || leases.getOrDefault(replica, Instant.MIN).isAfter(time.real());
    }

    CampaignRow campaign(UUID id) {
        return Objects.requireNonNull(campaigns.get(id));
    }

    long count(Predicate<CallRow> which) {
        return open.values().stream().filter(which).count();
    }

    long open(CampaignRow campaign) {
        return count(call -> call.lead.campaign == campaign);
    }

    LineRow line(CampaignRow campaign) {
        return Objects.requireNonNull(lines.get(campaign.cast.line().id()));
    }

    /** How many more calls every limit allows the campaign, but for the pace of its line. */
    long room(CampaignRow campaign) {
        UUID organization = campaign.cast.organizationId();
        UUID line = campaign.cast.line().id();
        long room = Math.min(
                campaign.cap - open(campaign),
                organizationCaps.getOrDefault(organization, 0)
                        - count(call -> call.lead.campaign.cast.organizationId().equals(organization)));
        return Math.min(
                room,
                line(campaign).cap
                        - count(call -> call.lead.campaign.cast.line().id().equals(line)));
    }

    void queue(LeadRow lead, Instant dueAt, int attempt) {
        lead.campaign.due.add(new Due(dueAt, lead, attempt));
    }

    /** Completes a running campaign whose leads are all final. */
    void complete(CampaignRow campaign) {
        boolean callsOut = guarded(Guard.COMPLETED_IS_LAST) && open(campaign) > 0;
        if (campaign.status.equals("running") && campaign.due.isEmpty() && !callsOut && campaign.total > 0) {
            campaign.status = "completed";
        }
    }

    void end(LeadRow lead, String how) {
        lead.end = how;
        if (how.equals("completed")) {
            lead.campaign.completed++;
        } else {
            lead.campaign.failed++;
        }
    }

    static final class LineRow {
        final Cast.Line cast;
        int cap;
        Instant nextStartAt = Instant.MIN;
        Instant heldUntil = Instant.MIN;

        LineRow(Cast.Line cast) {
            this.cast = cast;
            this.cap = cast.cap() == null ? Integer.MAX_VALUE : cast.cap();
        }

        boolean isHeld(Instant now) {
            return heldUntil.isAfter(now);
        }

        /** Between two starts; null where it has no pace. */
        @Nullable
        Duration interval() {
            return cast.pace() == null ? null : Duration.ofMillis(1_040).dividedBy(cast.pace());
        }
    }

    static final class CampaignRow {
        final Cast.Campaign cast;
        final TreeSet<Due> due = new TreeSet<>();
        String status = "running";
        /** Null: always. */
        @Nullable
        String hours;
        /** When it is time by these hours; null while nobody has worked it out. */
        @Nullable
        Spell spell;

        int cap;
        long total;
        long completed;
        long failed;
        long attempts;

        CampaignRow(Cast.Campaign cast) {
            this.cast = cast;
            this.cap = cast.cap();
        }

        boolean hasDue(Instant now) {
            return due(now) > 0;
        }

        /** Leads that may be called now. */
        long due(Instant now) {
            boolean open = hours == null || (spell != null && spell.holds(now));
            return open
                    ? due.stream().takeWhile(each -> !each.at().isAfter(now)).count()
                    : 0;
        }
    }

    static final class LeadRow {
        final UUID id;
        final int number;
        final CampaignRow campaign;
        boolean gone;

        @Nullable
        String end;

        LeadRow(UUID id, int number, CampaignRow campaign) {
            this.id = id;
            this.number = number;
            this.campaign = campaign;
        }
    }

    record Due(Instant at, LeadRow lead, int attempt) implements Comparable<Due> {

        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::at).thenComparingInt(due -> due.lead().number);

        @Override
        public int compareTo(Due other) {
            return ORDER.compare(this, other);
        }
    }

    static final class CallRow {
        final UUID id;
        final LeadRow lead;
        final int attempt;
        final Instant startBy;
        final Instant deadline;
        UUID owner;

        @Nullable
        Instant startAt;

        boolean intent = true;

        @Nullable
        Instant placedAt;

        @Nullable
        Instant answeredAt;

        @Nullable
        String carrierCallId;

        CallRow(UUID id, Due due, UUID owner, Instant startBy, Instant deadline) {
            this.id = id;
            this.lead = due.lead();
            this.attempt = due.attempt();
            this.owner = owner;
            this.startBy = startBy;
            this.deadline = deadline;
        }
    }
}
