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
     * Asks the network to call somebody. Called at most once for a call id: no carrier offers a safe second try, so an
     * answer that got lost is {@link PlaceResult.Unknown} and is resolved by {@link #lookup}.
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
