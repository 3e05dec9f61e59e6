package dev.outdial.dialer;

import dev.outdial.hours.Spell;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store at the other end of a wire. */
record WiredStore(Wire wire, CallStore store) implements CallStore {

    @Override
    public Uni<List<Claim>> claim(int most) {
        return wire.ask("claim", store.claim(most));
    }

    @Override
    public Closing closing(List<Settlement> batch, int most) {
        return store.closing(batch, most);
    }

    @Override
    public Uni<List<Claim>> settle(Closing closing) {
        return wire.ask("settle", store.settle(closing));
    }

    @Override
    public Uni<Void> note(List<Note> notes) {
        return wire.ask("note", store.note(notes));
    }

    @Override
    public Uni<Void> hold(UUID campaignId, String reason) {
        return wire.ask("hold", store.hold(campaignId, reason));
    }

    @Override
    public Uni<@Nullable Instant> holdLine(UUID lineId, Duration pause) {
        return wire.ask("holdLine", store.holdLine(lineId, pause));
    }

    @Override
    public Uni<List<LineChange>> checkLines(List<LineCheck> checks) {
        return wire.ask("checkLines", store.checkLines(checks));
    }

    @Override
    public Uni<List<SpellWanted>> spellsWanted() {
        return wire.ask("spellsWanted", store.spellsWanted());
    }

    @Override
    public Uni<Void> setSpells(List<SpellWanted> wanted, List<Spell> spells) {
        return wire.ask("setSpells", store.setSpells(wanted, spells));
    }

    @Override
    public Uni<@Nullable Instant> tick() {
        return wire.ask("tick", store.tick());
    }

    @Override
    public Uni<List<OpenCall>> adopt(int most) {
        return wire.ask("adopt", store.adopt(most));
    }

    @Override
    public Uni<List<UUID>> overdue() {
        return wire.ask("overdue", store.overdue());
    }

    @Override
    public Uni<List<Stray>> strays(List<UUID> calls) {
        return wire.ask("strays", store.strays(calls));
    }
}
