package dev.outdial.carrier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * One carrier account. A refusal, a throttle or a lost answer is a value, never a failure of the {@code Uni}: a failure
 * means a bug.
 */
public interface Carrier {

    /** The name a phone line refers to it by: {@code simulator}, {@code twilio}, {@code asterisk}. */
    String kind();

    /**
     * Whether a call goes on when this process ends, so that another replica can look after it. Where it does not, a
     * shutdown waits for it.
     */
    boolean callsOutliveUs();

    /**
     * Asks the network to call somebody. Called at most once for a call id: no carrier offers a safe second try, so an
     * answer that got lost is {@link PlaceResult.Unknown} and is resolved by {@link #lookup}. What cannot be sent within
     * a quarter of a second is not sent at all, and {@link PlaceResult.Throttled}: a pause does not wait for longer.
     */
    Uni<PlaceResult> place(PlaceCall call);

    /** What the carrier knows of a call, whether or not its events reached us. */
    Uni<Lookup> lookup(CallKey key);

    /**
     * What happens to the calls placed here, hot and in no guaranteed order: events may come twice, late, or before the
     * answer to {@link #place}.
     */
    Multi<CarrierEvent> events();
}
