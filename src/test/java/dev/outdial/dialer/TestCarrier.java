package dev.outdial.dialer;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A carrier whose answers a test can put in another's place while it runs. */
final class TestCarrier implements Carrier {

    private final Carrier network;
    private final Map<String, Integer> lookups = new ConcurrentHashMap<>();
    private volatile Function<PlaceCall, Uni<PlaceResult>> place;
    private volatile Function<CallKey, Uni<Lookup>> lookup;
    private volatile Multi<CarrierEvent> events;

    private volatile boolean outlivesReplicas;

    /** Answers as this one does, until told otherwise. */
    TestCarrier(Carrier network) {
        this.network = network;
        this.place = network::place;
        this.lookup = network::lookup;
        this.events = network.events();
    }

    void answersPlacements(Function<PlaceCall, Uni<PlaceResult>> answer) {
        place = answer;
    }

    void answersLookups(Function<CallKey, Uni<Lookup>> answer) {
        lookup = answer;
    }

    void answersLookupsAgain() {
        lookup = network::lookup;
    }

    void tells(Multi<CarrierEvent> other) {
        events = other;
    }

    /** It is a process of its own, as real carriers are. */
    void outlivesReplicas() {
        outlivesReplicas = true;
    }

    /** How often each call was asked for. */
    Map<String, Integer> lookups() {
        return Map.copyOf(lookups);
    }

    @Override
    public String kind() {
        return network.kind();
    }

    @Override
    public boolean callsOutliveUs() {
        return outlivesReplicas;
    }

    @Override
    public Uni<PlaceResult> place(PlaceCall call) {
        return place.apply(call);
    }

    @Override
    public Uni<Lookup> lookup(CallKey key) {
        lookups.merge(key.callId(), 1, Integer::sum);
        return lookup.apply(key);
    }

    @Override
    public Multi<CarrierEvent> events() {
        return events;
    }
}
