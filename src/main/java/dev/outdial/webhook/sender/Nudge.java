package dev.outdial.webhook.sender;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jspecify.annotations.Nullable;

/** A wish to be looked after soon. Many at once are one, and one that comes while nobody waits is kept. One waits at a time. */
final class Nudge {

    private boolean given;
    private @Nullable UniEmitter<? super Void> waiting;

    void give() {
        UniEmitter<? super Void> told;
        synchronized (this) {
            given = waiting == null;
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.complete(null);
        }
    }

    /** Completes at the next nudge. */
    Uni<Void> next() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                if (!given) {
                    waiting = emitter;
                    return;
                }
                given = false;
            }
            emitter.complete(null);
        });
    }
}
