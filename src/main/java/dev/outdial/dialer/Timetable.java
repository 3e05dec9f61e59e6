package dev.outdial.dialer;

import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Uni;

/** Works out for campaigns with calling hours when it is time to call whom: the database knows no daylight saving. */
final class Timetable {

    private final CallStore store;
    private final BusinessClock clock;

    Timetable(CallStore store, BusinessClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Completes when no lead waits for somebody to say when it is time to call it. */
    Uni<Void> bringUpToDate() {
        return store.spellsWanted()
                .chain(wanted -> wanted.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.setSpells(
                                wanted,
                                wanted.stream()
                                        .map(spell -> spell.after(clock.instant()))
                                        .toList()));
    }
}
