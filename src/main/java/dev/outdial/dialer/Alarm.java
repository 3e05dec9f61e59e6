package dev.outdial.dialer;

import dev.outdial.clock.BusinessClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One timer, at the earliest of the times it was asked for. Used by the dialer's own thread only. */
final class Alarm {

    private final BusinessClock clock;
    private final Runnable ring;
    private @Nullable Instant at;
    private BusinessClock.@Nullable Timer timer;

    Alarm(BusinessClock clock, Runnable ring) {
        this.clock = clock;
        this.ring = ring;
    }

    void setNoLaterThan(Instant wanted) {
        Instant now = clock.instant();
        if (at != null && at.isAfter(now) && !wanted.isBefore(at)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        at = wanted;
        timer = clock.after(Duration.between(now, wanted), ring);
    }
}
