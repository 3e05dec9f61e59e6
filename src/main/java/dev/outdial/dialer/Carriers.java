package dev.outdial.dialer;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The carriers this process can reach, by their kind. Where a carrier fails, what it did is unknown. */
final class Carriers {

    private static final Logger LOG = Logger.getLogger(Carriers.class);

    private final Map<String, Carrier> byKind;

    Carriers(List<Carrier> carriers) {
        byKind = carriers.stream().collect(Collectors.toUnmodifiableMap(Carrier::kind, Function.identity()));
    }

    /** Asks the carrier of a line; a line on a carrier that is not set up refuses every call alike. */
    Uni<PlaceResult> place(String kind, PlaceCall call) {
        Carrier carrier = byKind.get(kind);
        if (carrier == null) {
            return Uni.createFrom()
                    .item(new PlaceResult.Refused(
                            PlaceResult.Fault.CONFIG,
                            EndReason.UNKNOWN,
                            "The carrier \"" + kind + "\" of the caller number is not set up"));
        }
        return Uni.createFrom()
                .deferred(() -> carrier.place(call))
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "Carrier %s failed on %s", kind, call))
                .onFailure()
                .recoverWithItem(failure -> new PlaceResult.Unknown(String.valueOf(failure.getMessage())));
    }

    /** Whether calls on a carrier go on when this process ends; on one that is not set up there are none. */
    boolean callsOutliveUs(String kind) {
        Carrier carrier = byKind.get(kind);
        return carrier == null || carrier.callsOutliveUs();
    }

    /** Asks the carrier of a line what became of a call. */
    Uni<Lookup> lookup(String kind, CallKey key) {
        Carrier carrier = byKind.get(kind);
        if (carrier == null) {
            return Uni.createFrom().item(new Lookup.Unavailable("The carrier \"" + kind + "\" is not set up"));
        }
        return Uni.createFrom()
                .deferred(() -> carrier.lookup(key))
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "Carrier %s failed to look up %s", kind, key))
                .onFailure()
                .recoverWithItem(failure -> new Lookup.Unavailable(String.valueOf(failure.getMessage())));
    }

    /** What happens to calls, whichever carrier they are on. */
    Multi<CarrierEvent> events() {
        return Multi.createBy()
                .merging()
                .streams(byKind.values().stream().map(Carrier::events).toList());
    }
}
