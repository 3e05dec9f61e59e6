package dev.outdial.carrier.simulator;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.PlaceCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The carrier's own books: every call that was really placed, and its end. What the service believes can be judged by
 * them, because nothing of the service writes here. A refused or throttled request is not in them: nothing rang.
 */
public final class Ledger {

    private final String replica;
    private final InstantSource realTime;
    private final Consumer<LedgerEntry> book;

    /**
     * @param replica names this process in the entries
     * @param realTime what the wall's clock says, whatever the speed of business time
     * @param book takes each entry, from several threads, before the carrier goes on; a throw means it was not written
     */
    public Ledger(String replica, InstantSource realTime, Consumer<LedgerEntry> book) {
        this.replica = replica;
        this.realTime = realTime;
        this.book = book;
    }

    /** Books that nobody keeps, so that a service which runs for months does not fill its memory. */
    public static Ledger none() {
        return new Ledger("", InstantSource.system(), entry -> {});
    }

    /** Books in a file, which any number of processes may share; what is in it stays. */
    public static Ledger in(Path file, String replica) throws IOException {
        return new Ledger(replica, InstantSource.system(), new LedgerFile(file));
    }

    /** The same books, for what another process asked for. */
    public Ledger by(String other) {
        return new Ledger(other, realTime, book);
    }

    void placed(PlaceCall call, Instant businessAt) {
        book.accept(entry(LedgerEntry.Event.PLACED, call, businessAt, null));
    }

    void ended(PlaceCall call, Instant businessAt, CallStatus status) {
        book.accept(entry(LedgerEntry.Event.ENDED, call, businessAt, status.word()));
    }

    private LedgerEntry entry(LedgerEntry.Event event, PlaceCall call, Instant businessAt, @Nullable String outcome) {
        return new LedgerEntry(
                realTime.instant(),
                businessAt,
                event,
                call.callId(),
                call.leadId(),
                call.campaignId(),
                call.attempt(),
                call.from(),
                call.to(),
                replica,
                outcome);
    }
}
