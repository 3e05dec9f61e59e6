package dev.outdial.dialer;

import dev.outdial.carrier.PlaceCall;
import dev.outdial.dialer.ModelTables.CallRow;
import dev.outdial.dialer.ModelTables.CampaignRow;
import dev.outdial.dialer.ModelTables.Due;
import dev.outdial.hours.Spell;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code V2__claim_and_settle.sql}, said as simply as possible: what one replica asks of the model. The
 * assembly of a question is when it is sent, its subscription when the database answers it.
 */
final class ModelCalls implements CallStore {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration OVERDUE = Duration.ofSeconds(2);

    private final ModelTables tables;
    private final Lease lease;
    private final SimulatedReplica replica;
    private final ModelSlots slots;

    ModelCalls(ModelTables tables, Lease lease, SimulatedReplica replica) {
        this.tables = tables;
        this.lease = lease;
        this.replica = replica;
        this.slots = new ModelSlots(tables);
    }

    @Override
    public Uni<List<Claim>> claim(int most) {
        UUID me = lease.replica().id();
        Instant now = replica.clock().instant();
        long asked = replica.nanos();
        Supplier<Map<CampaignRow, Integer>> grants = whenGuarded(Guard.ROW_LOCKS, () -> slots.grants(most, now));
        return Uni.createFrom().item(() -> {
            if (!tables.holdsLease(me)) {
                return List.of();
            }
            List<CallRow> opened = new ArrayList<>();
            grants.get().forEach((campaign, n) -> opened.addAll(slots.open(me, campaign, n, ids(n), now)));
            if (!tables.guarded(Guard.COMMIT_BEFORE_ANSWER)) {
                opened.forEach(this::commitLater);
            }
            return claims(opened, asked);
        });
    }

    @Override
    public Closing closing(List<Settlement> batch, int most) {
        return new Closing(lease.replica(), replica.clock().instant(), batch, ids(most), replica.nanos());
    }

    @Override
    public Uni<List<Claim>> settle(Closing closing) {
        Supplier<Map<CampaignRow, Long>> rooms = whenGuarded(Guard.GATE, () -> slots.rooms(closing));
        return Uni.createFrom().item(() -> {
            UUID me = closing.replica().id();
            Map<CampaignRow, Integer> freed = new ModelClosing(tables, closing).close();
            List<UUID> ids = new ArrayList<>(
                    tables.guarded(Guard.SAME_IDS_AGAIN)
                            ? closing.newIds()
                            : ids(closing.newIds().size()));
            List<UUID> left = new ArrayList<>(ids);
            freed.forEach((campaign, n) -> {
                List<CallRow> opened = List.of();
                if (tables.holdsLease(me)) {
                    long room = tables.guarded(Guard.GATE)
                            ? slots.room(campaign, n)
                            : Math.min(n, rooms.get().getOrDefault(campaign, 0L));
                    opened = slots.open(me, campaign, (int) Math.min(room, left.size()), left, closing.now());
                    left.subList(0, opened.size()).clear();
                }
                if (opened.isEmpty()) {
                    tables.complete(campaign);
                }
            });
            return claims(
                    ids.stream().map(tables.open::get).filter(Objects::nonNull).toList(), closing.asked());
        });
    }

    @Override
    public Uni<Void> note(List<Note> notes) {
        UUID me = lease.replica().id();
        return step(() -> {
            for (Note note : notes) {
                CallRow call = tables.open.get(note.callId());
                if (call != null && call.owner.equals(me)) {
                    call.intent = false;
                    call.placedAt = call.placedAt == null ? note.placedAt() : call.placedAt;
                    call.answeredAt = call.answeredAt == null ? note.answeredAt() : call.answeredAt;
                    call.carrierCallId = note.carrierCallId() == null ? call.carrierCallId : note.carrierCallId();
                }
            }
        });
    }

    @Override
    public Uni<Void> hold(UUID campaignId, String reason) {
        return step(() -> {
            CampaignRow campaign = tables.campaign(campaignId);
            if (campaign.status.equals("running")) {
                campaign.status = "paused";
            }
        });
    }

    @Override
    public Uni<@Nullable Instant> holdLine(UUID lineId, Duration pause) {
        Instant now = replica.clock().instant();
        return Uni.createFrom().item(() -> {
            ModelTables.LineRow line = Objects.requireNonNull(tables.lines.get(lineId));
            if (line.isHeld(now)) {
                return null;
            }
            line.heldUntil = now.plus(pause.plusMillis(250));
            return line.heldUntil;
        });
    }

    /** The model's lines do not break. */
    @Override
    public Uni<List<LineChange>> checkLines(List<LineCheck> checks) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<List<SpellWanted>> spellsWanted() {
        Instant now = replica.clock().instant();
        return Uni.createFrom()
                .item(() -> tables.campaigns.values().stream()
                        .filter(campaign -> campaign.hours != null
                                && (campaign.spell == null
                                        || !campaign.spell.closesAt().isAfter(now)))
                        .map(campaign ->
                                new SpellWanted(campaign.cast.id(), String.valueOf(campaign.hours), "UTC", "-"))
                        .toList());
    }

    @Override
    public Uni<Void> setSpells(List<SpellWanted> wanted, List<Spell> spells) {
        return step(() -> {
            for (int i = 0; i < wanted.size(); i++) {
                CampaignRow campaign = tables.campaign(wanted.get(i).campaignId());
                if (wanted.get(i).callingHours().equals(campaign.hours)
                        || !tables.guarded(Guard.SPELL_OF_THESE_HOURS)) {
                    campaign.spell = spells.get(i);
                }
            }
        });
    }

    @Override
    public Uni<@Nullable Instant> tick() {
        Instant now = replica.clock().instant();
        return Uni.createFrom().item(() -> {
            tables.campaigns.values().stream()
                    .filter(campaign -> campaign.status.equals("cancelled"))
                    .forEach(ModelDatabase::failWaiting);
            tables.campaigns.values().forEach(tables::complete);
            return tables.campaigns.values().stream()
                    .filter(campaign -> campaign.status.equals("running"))
                    .flatMap(campaign -> Stream.concat(
                            campaign.due.stream().map(Due::at),
                            Stream.of(
                                    tables.line(campaign).heldUntil,
                                    campaign.spell == null ? now : campaign.spell.opensAt(),
                                    campaign.spell == null ? now : campaign.spell.closesAt())))
                    .filter(at -> at.isAfter(now))
                    .min(Instant::compareTo)
                    .orElse(null);
        });
    }

    @Override
    public Uni<List<OpenCall>> adopt(int most) {
        UUID me = lease.replica().id();
        return Uni.createFrom().item(() -> {
            if (!tables.holdsLease(me) || !tables.guarded(Guard.ADOPTION)) {
                return List.of();
            }
            List<UUID> dead = tables.leases.entrySet().stream()
                    .filter(entry -> !entry.getValue().isAfter(tables.time.real()))
                    .map(Map.Entry::getKey)
                    .toList();
            List<CallRow> orphans = tables.open.values().stream()
                    .filter(call -> dead.contains(call.owner))
                    .toList();
            for (CallRow call : orphans) {
                call.owner = me;
                call.intent = call.intent && !tables.guarded(Guard.ADOPTED_IS_PLACED);
            }
            if (tables.guarded(Guard.LEASE_OF_RENEWAL)) {
                dead.forEach(tables.leases::remove);
            }
            return orphans.stream().map(this::asIs).toList();
        });
    }

    @Override
    public Uni<List<UUID>> overdue() {
        UUID me = lease.replica().id();
        return Uni.createFrom()
                .item(() -> tables.open.values().stream()
                        .filter(call -> call.owner.equals(me)
                                && call.startBy.plus(OVERDUE).isBefore(tables.time.real()))
                        .map(call -> call.id)
                        .toList());
    }

    @Override
    public Uni<List<Stray>> strays(List<UUID> calls) {
        UUID me = lease.replica().id();
        return Uni.createFrom()
                .item(() -> calls.stream()
                        .map(tables.open::get)
                        .filter(call -> call != null && call.owner.equals(me))
                        .map(call -> new Stray(asIs(call), call.intent))
                        .toList());
    }

    /** What is decided behind a guard; without it, by what was so when the question was sent. */
    private <T> Supplier<T> whenGuarded(Guard guard, Supplier<T> decision) {
        if (tables.guarded(guard)) {
            return decision;
        }
        T early = decision.get();
        return () -> early;
    }

    private static Uni<Void> step(Runnable step) {
        return Uni.createFrom().item(() -> {
            step.run();
            return null;
        });
    }

    /** Answered first and committed after that, unless the replica is gone by then. */
    private void commitLater(CallRow call) {
        tables.open.remove(call.id);
        tables.queue(call.lead, replica.clock().instant(), call.attempt);
        tables.time.after(Duration.ofMillis(300), () -> {
            boolean waits = call.lead.campaign.due.removeIf(due -> due.lead() == call.lead);
            if (waits && replica.isAlive()) {
                tables.open.put(call.id, call);
            }
        });
    }

    private List<UUID> ids(int n) {
        return Stream.generate(tables::newCallId).limit(n).toList();
    }

    private List<Claim> claims(List<CallRow> calls, long asked) {
        long startBy = tables.guarded(Guard.PATIENCE) ? asked + PATIENCE.toNanos() : Long.MAX_VALUE / 2;
        return calls.stream().map(call -> claim(call, startBy)).toList();
    }

    private OpenCall asIs(CallRow row) {
        OpenCall call = new OpenCall(claim(row, replica.nanos()), row.deadline);
        if (row.placedAt != null) {
            call.placed(row.carrierCallId, row.placedAt);
        }
        if (row.answeredAt != null) {
            call.answered(row.answeredAt);
        }
        call.lookAgainAt(replica.clock().instant());
        return call;
    }

    private Claim claim(CallRow call, long startBy) {
        Cast.Campaign campaign = call.lead.campaign.cast;
        PlaceCall placeCall = new PlaceCall(
                PublicId.CALL.text(call.id),
                PublicId.LEAD.text(call.lead.id),
                PublicId.CAMPAIGN.text(campaign.id()),
                call.attempt,
                campaign.line().number(),
                "+1212555%04d".formatted(call.lead.number),
                Map.of(),
                Cast.RING,
                Cast.TALK,
                false);
        return new Claim(
                call.id,
                call.lead.id,
                campaign.id(),
                campaign.organizationId(),
                campaign.line().id(),
                FakeNetwork.KIND,
                placeCall,
                campaign.retryPolicy(),
                startBy,
                turn(call),
                closesAt(call.lead.campaign),
                false);
    }

    private Claim.@Nullable Turn turn(CallRow call) {
        return call.startAt == null || !tables.guarded(Guard.TURN)
                ? null
                : new Claim.Turn(
                        replica.nanosAt(call.startAt), replica.nanosAt(tables.line(call.lead.campaign).nextStartAt));
    }

    private @Nullable Instant closesAt(CampaignRow campaign) {
        if (campaign.hours == null || !tables.guarded(Guard.CLOSING_TIME)) {
            return null;
        }
        return campaign.spell == null ? Instant.EPOCH : campaign.spell.closesAt();
    }
}
