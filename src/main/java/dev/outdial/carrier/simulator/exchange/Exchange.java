package dev.outdial.carrier.simulator.exchange;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Serves the simulated network by HTTP, on the loopback interface and on one thread: {@code POST /calls} places,
 * {@code GET /calls/id} tells what became of a call, {@code GET /events?after=place} what has happened since, and waits a
 * moment when nothing has. Every replica hears of every call.
 */
final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String CALLS = "/calls";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;

    /** How long a listener waits for something to happen before it is told that nothing has. */
    private static final int LISTEN_MS = 1_000;

    private static final int KEPT = 100_000;
    private static final int PAGE = 1_000;

    private final Vertx vertx;
    private final SimulatedCarrier network;
    private final Ledger ledger;
    private final EventLog log = new EventLog(UUID.randomUUID().toString(), KEPT, PAGE);

    private Exchange(Vertx vertx, SimulatedCarrier network, Ledger ledger) {
        this.vertx = vertx;
        this.network = network;
        this.ledger = ledger;
    }

    /**
     * Opens an exchange; answers the port it listens on.
     *
     * @param network what it serves; each call gets its caller's time and name
     * @param port 0 for any that is free
     */
    static Future<Integer> open(Vertx vertx, SimulatedCarrier network, Ledger ledger, int port) {
        Exchange exchange = new Exchange(vertx, network, ledger);
        network.events().subscribe().with(exchange.log::add);
        return vertx.createHttpServer()
                .requestHandler(exchange::serve)
                .listen(port, LOOPBACK)
                .map(server -> server.actualPort());
    }

    private void serve(HttpServerRequest request) {
        String path = request.path();
        HttpServerResponse response = request.response();
        if (request.method().equals(HttpMethod.POST) && path.equals(CALLS)) {
            request.body().onSuccess(body -> place(body, response));
        } else if (path.startsWith(CALLS + "/")) {
            lookup(path.substring(CALLS.length() + 1), response);
        } else if (path.equals("/events")) {
            String place = request.getParam("after");
            listen(place == null ? log.end() : place, place != null, response);
        } else {
            response.setStatusCode(NOT_FOUND).end();
        }
    }

    private void place(Buffer body, HttpServerResponse response) {
        JsonObject asked = body.toJsonObject();
        PlaceCall call = Wire.call(asked.getJsonObject("call"));
        CallersClock clock = new CallersClock(vertx, asked.getInstant("business_at"), asked.getDouble("time_scale"));
        network.seenBy(clock, ledger.by(asked.getString("replica")))
                .place(call)
                .subscribe()
                .with(result -> answer(response, Wire.json(result)), failure -> {
                    LOG.errorf(failure, "%s was not placed", call);
                    response.setStatusCode(FAILED).end(String.valueOf(failure.getMessage()));
                });
    }

    private void lookup(String callId, HttpServerResponse response) {
        network.lookup(new CallKey(callId, null, "", "")).subscribe().with(found -> answer(response, Wire.json(found)));
    }

    private void listen(String place, boolean patient, HttpServerResponse response) {
        EventLog.Page page = log.after(place);
        if (!page.events().isEmpty() || !patient) {
            JsonArray events = new JsonArray();
            page.events().forEach(event -> events.add(Wire.json(event)));
            answer(response, new JsonObject().put("end", page.end()).put("events", events));
            return;
        }
        Runnable again = () -> listen(place, false, response);
        log.onNext(again);
        long timer = vertx.setTimer(LISTEN_MS, silent -> {
            log.forget(again);
            again.run();
        });
        response.endHandler(over -> vertx.cancelTimer(timer));
        response.closeHandler(gone -> log.forget(again));
    }

    private static void answer(HttpServerResponse response, JsonObject json) {
        if (!response.closed()) {
            response.setStatusCode(OK).putHeader("Content-Type", "application/json");
            response.end(json.toBuffer());
        }
    }
}
