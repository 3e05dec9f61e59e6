package dev.outdial.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** Something that a test wants to happen to a replica at one moment of its work. Set for one time; springs once. */
final class Trap {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NUDGED_EVERY = Duration.ofSeconds(2);

    /** Where in its work a replica is when the trap springs; what it was about to send or to hear is lost. */
    enum Moment {
        /** It asks for due leads; nobody has heard it. */
        CLAIM_ASKED,
        /** Due leads became open calls, committed; it does not know yet. */
        CLAIM_COMMITTED,
        /** Ends and refills are on their way to the database; nobody has heard it. */
        SETTLE_ASKED,
        /** Ends and refills are committed; it does not know yet. */
        SETTLE_COMMITTED,
        /** It asks the carrier to call; nobody has heard it. */
        PLACE_ASKED,
        /** The telephone rings; it does not know yet. */
        PLACE_ANSWERED
    }

    private record Set(Moment moment, Runnable deed, CompletableFuture<Void> sprung) {}

    private final AtomicReference<Set> set = new AtomicReference<>();

    /**
     * Waits for the moment, does the deed there, and returns when it is done.
     *
     * @param nudge gives the replica cause to do what is waited for: where every slot is filled again as it comes free,
     *     nobody claims; it may fail when the deed comes in its way
     */
    void await(Moment moment, Runnable deed, Deed nudge) throws Exception {
        CompletableFuture<Void> sprung = new CompletableFuture<>();
        set.set(new Set(moment, deed, sprung));
        try {
            Awaitility.await("the replica is at " + moment)
                    .atMost(PATIENCE)
                    .pollInterval(NUDGED_EVERY)
                    .ignoreException(IOException.class)
                    .until(() -> {
                        if (!sprung.isDone()) {
                            nudge.done();
                        }
                        return sprung.isDone();
                    });
        } finally {
            set.set(null);
        }
    }

    /** The moment is here. Whether to go on as if nothing had happened. */
    boolean passes(Moment moment) {
        Set armed = set.get();
        if (armed == null || armed.moment() != moment || !set.compareAndSet(armed, null)) {
            return true;
        }
        armed.deed().run();
        armed.sprung().complete(null);
        return false;
    }
}
