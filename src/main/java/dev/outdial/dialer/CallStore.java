package dev.outdial.dialer;

import dev.outdial.hours.Spell;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where leads wait and calls are open, as one replica sees it: all that the dialer asks of the database. Each question is
 * one transaction. A failure may also mean that it was committed and the answer got lost.
 */
interface CallStore {

    /** Opens calls for due leads, as many as every limit allows and at most {@code most}. */
    Uni<List<Claim>> claim(int most);

    /**
     * Prepares the closing of calls, and the opening of up to {@code most} new ones in the slots they leave. Asked for
     * once, settled until it is acknowledged: the new calls' ids are part of it, so a second time opens none twice.
     */
    Closing closing(List<Settlement> batch, int most);

    /** Closes and opens; the opened calls are returned, also those of an earlier try whose acknowledgement got lost. */
    Uni<List<Claim>> settle(Closing closing);

    /** Writes down what the carrier said of calls that go on. */
    Uni<Void> note(List<Note> notes);

    /** Pauses a campaign that every further lead would fail in alike, and says why. */
    Uni<Void> hold(UUID campaignId, String reason);

    /**
     * Starts nothing on a line for as long as its carrier asks, and longer where it keeps asking; answers until when,
     * null where it was held already.
     */
    Uni<@Nullable Instant> holdLine(UUID lineId, Duration pause);

    /** Lets the circuit breakers of lines judge; answers the lines that broke or are well again. */
    Uni<List<LineChange>> checkLines(List<LineCheck> checks);

    /** Where it is to be worked out when it is time to call. */
    Uni<List<SpellWanted>> spellsWanted();

    /** Keeps what was worked out, one spell for each that was wanted, unless the calling hours have changed since. */
    Uni<Void> setSpells(List<SpellWanted> wanted, List<Spell> spells);

    /** Does what time alone asks for; answers when to look again at the latest, null for no set time. */
    Uni<@Nullable Instant> tick();

    /** Takes over calls of replicas that are gone, at most {@code most}. */
    Uni<List<OpenCall>> adopt(int most);

    /** Calls of this replica's that it should long have started or given back. */
    Uni<List<UUID>> overdue();

    /** What is known of those of these calls that are still this replica's. */
    Uni<List<Stray>> strays(List<UUID> calls);

    /**
     * What a circuit breaker did.
     *
     * @param phoneNumber the line's
     * @param brokenUntil when it is tried with one call; null where it is well again
     */
    record LineChange(String phoneNumber, @Nullable Instant brokenUntil) {}

    /**
     * A call that is ours without our knowledge.
     *
     * @param neverStarted whether nobody can have started it
     */
    record Stray(OpenCall call, boolean neverStarted) {}

    /**
     * One closing of calls, the same for every try.
     *
     * @param replica who closed them, even where it has become another since
     * @param newIds for the calls that are opened in the slots
     * @param asked when it was first asked for, on the monotonic clock
     */
    record Closing(Replica replica, Instant now, List<Settlement> ends, List<UUID> newIds, long asked) {}
}
