package dev.outdial.dialer;

import dev.outdial.phone.PhoneNumbers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Writes what the carriers told: one batch at a time, and whatever gathers meanwhile is the next batch. What cannot be
 * written is written again until it is: only the first time counts, so again is harmless.
 *
 * <p>Notes of calls that go on have batches of their own, so that no free slot waits for them.
 */
final class Settling {

    private static final Logger LOG = Logger.getLogger(Settling.class);

    /** Told things written at once: beyond this a larger batch gains nothing (measured, see docs/decisions). */
    private static final int BATCH = 500;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final CallStore store;
    private final Dialer dialer;
    private final Loop loop;
    private final Mailbox<Told> told = new Mailbox<>();
    private final Mailbox<Note> notes = new Mailbox<>();
    private final Mailbox<List<Claim>> refills = new Mailbox<>();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private int unwritten;

    Settling(CallStore store, Dialer dialer, Loop loop) {
        this.store = store;
        this.dialer = dialer;
        this.loop = loop;
    }

    void put(Told something) {
        unwritten++;
        if (something instanceof Note note) {
            notes.put(note);
        } else {
            told.put(something);
        }
    }

    /** Completes when everything that was told is written. */
    Uni<Void> written() {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            tellWhenWritten(0);
        });
    }

    /** Calls opened in the slots of calls that ended. */
    Multi<List<Claim>> refills() {
        return Multi.createBy()
                .repeating()
                .uni(() -> refills.next(1).map(List::getFirst))
                .indefinitely();
    }

    Multi<Void> stream() {
        return Multi.createBy().merging().streams(batches(told, this::write), batches(notes, this::note));
    }

    private <T> Multi<Void> batches(Mailbox<T> from, Function<List<T>, Uni<Void>> write) {
        return Multi.createBy()
                .repeating()
                .uni(() -> from.next(BATCH)
                        .emitOn(loop)
                        .chain(batch -> write.apply(batch).emitOn(loop).invoke(() -> tellWhenWritten(batch.size()))))
                .indefinitely();
    }

    private void tellWhenWritten(int written) {
        unwritten -= written;
        if (unwritten == 0) {
            waiting.forEach(emitter -> emitter.complete(null));
            waiting.clear();
        }
    }

    /** Holds first, so that nothing that is held is opened. */
    private Uni<Void> write(List<Told> batch) {
        List<LineHold> lines = only(batch, LineHold.class).distinct().toList();
        List<Hold> holds = only(batch, Hold.class).distinct().toList();
        List<Settlement> ends = only(batch, Settlement.class).toList();
        return each(lines, this::hold)
                .chain(() -> each(holds, hold -> untilWritten(() -> store.hold(hold.campaignId(), hold.reason()))))
                .chain(() -> settle(ends))
                .chain(() -> check(ends));
    }

    /** What is known of a call that is over is in its end: a note of it would be pointless. */
    private Uni<Void> note(List<Note> batch) {
        List<Note> news =
                batch.stream().filter(note -> dialer.isOut(note.callId())).toList();
        return news.isEmpty() ? Uni.createFrom().voidItem() : untilWritten(() -> store.note(news));
    }

    private Uni<Void> hold(LineHold line) {
        return untilWritten(() -> store.holdLine(line.lineId(), line.pause()))
                .emitOn(loop)
                .onItem()
                .ifNotNull()
                .invoke(dialer::lookAt)
                .replaceWithVoid();
    }

    /** After the ends are written, because it is by them that the circuit breakers judge. */
    private Uni<Void> check(List<Settlement> ends) {
        List<LineCheck> checks = ends.stream()
                .map(LineCheck::of)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return checks.isEmpty()
                ? Uni.createFrom().voidItem()
                : untilWritten(() -> store.checkLines(checks))
                        .emitOn(loop)
                        .invoke(changes -> changes.forEach(this::changed))
                        .replaceWithVoid();
    }

    private void changed(CallStore.LineChange line) {
        Instant until = line.brokenUntil();
        String number = PhoneNumbers.mask(line.phoneNumber());
        if (until == null) {
            LOG.infof("The caller number %s is well again", number);
            dialer.wake(Dialer.Wake.SLOT);
        } else {
            LOG.warnf("Calls from %s fail at the carrier: none starts until %s, then one tries", number, until);
            dialer.lookAt(until);
        }
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> write) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(write::apply)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> settle(List<Settlement> ends) {
        if (ends.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int room = dialer.reserve(ends.size());
        CallStore.Closing closing = store.closing(ends, room);
        return untilWritten(() -> store.settle(closing))
                .emitOn(loop)
                .invoke(opened -> {
                    dialer.taken(opened, room);
                    dialer.settled(ends, opened.size());
                    if (!opened.isEmpty()) {
                        refills.put(opened);
                    }
                })
                .replaceWithVoid();
    }

    private <T> Uni<T> untilWritten(Supplier<Uni<? extends T>> statement) {
        return Uni.createFrom()
                .deferred(statement)
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "Could not write what the carrier told; it will be tried again"))
                .onFailure()
                .retry()
                .when(this::pauses);
    }

    /** Each failure again, after a pause twice as long as the one before. */
    private Multi<Throwable> pauses(Multi<Throwable> failures) {
        AtomicReference<Duration> next = new AtomicReference<>(PAUSE);
        return failures.onItem()
                .transformToUniAndConcatenate(failure ->
                        loop.pause(next.getAndUpdate(Settling::longer)).replaceWith(failure));
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static <T> Stream<T> only(List<Told> batch, Class<T> type) {
        return batch.stream().filter(type::isInstance).map(type::cast);
    }
}
