package dev.outdial.carrier.simulator.exchange;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.Carrier;
import dev.outdial.carrier.CarrierEvent;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.PlaceResult;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import dev.outdial.clock.BusinessClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The simulated network, reached at an {@link Exchange}. What cannot be sent was surely not placed; what was sent and not
 * answered may have been.
 */
public final class ExchangeCarrier implements Carrier {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofMillis(200);

    private final ExchangeLink link;
    private final BusinessClock clock;
    private final double timeScale;
    private final String replica;
    private volatile @Nullable String heard;

    /**
     * A carrier for one listener, as the dialer is.
     *
     * @param timeScale how fast business time runs here
     * @param replica what the ledger knows this process by
     */
    public ExchangeCarrier(ExchangeLink link, BusinessClock clock, double timeScale, String replica) {
        this.link = link;
        this.clock = clock;
        this.timeScale = timeScale;
        this.replica = replica;
    }

    @Override
    public String kind() {
        return SimulatedCarrier.KIND;
    }

    @Override
    public boolean callsOutliveUs() {
        return true;
    }

    @Override
    public Uni<PlaceResult> place(PlaceCall call) {
        long asked = System.nanoTime();
        // Nothing is placed whose end might come before we listen.
        return listening()
                .onFailure()
                .transform(ExchangeLink.NotSent::new)
                .chain(() -> link.post("/calls", request(call), asked))
                .map(Wire::result)
                .onFailure(ExchangeLink.NotSent.class)
                .recoverWithItem(() -> new PlaceResult.Throttled(RETRY_AFTER))
                .onFailure(ExchangeLink.NoAnswer.class)
                .recoverWithItem(lost -> new PlaceResult.Unknown(String.valueOf(lost.getMessage())));
    }

    @Override
    public Uni<Lookup> lookup(CallKey key) {
        return link.get("/calls/" + key.callId())
                .map(Wire::lookup)
                .onFailure()
                .recoverWithItem(failure -> new Lookup.Unavailable(String.valueOf(failure.getMessage())));
    }

    @Override
    public Multi<CarrierEvent> events() {
        return Multi.createBy()
                .repeating()
                .uni(() -> listening()
                        .chain(this::listen)
                        .onFailure()
                        .recoverWithUni(gone -> Uni.createFrom()
                                .item(List.<CarrierEvent>of())
                                .onItem()
                                .delayIt()
                                .by(RECONNECT)))
                .indefinitely()
                .onItem()
                .disjoint();
    }

    /** Up to where we have heard what happens; asked for once, from then on nothing is missed. */
    private Uni<String> listening() {
        String place = heard;
        return place != null
                ? Uni.createFrom().item(place)
                : link.get("/events").map(answer -> {
                    if (heard == null) {
                        heard = answer.getString("end");
                    }
                    return heard;
                });
    }

    private Uni<List<CarrierEvent>> listen(String place) {
        return link.get("/events?after=" + place).map(answer -> {
            heard = answer.getString("end");
            return answer.getJsonArray("events").stream()
                    .map(event -> Wire.event((JsonObject) event))
                    .toList();
        });
    }

    private JsonObject request(PlaceCall call) {
        return new JsonObject()
                .put("call", Wire.json(call))
                .put("replica", replica)
                .put("business_at", clock.instant())
                .put("time_scale", timeScale);
    }
}
