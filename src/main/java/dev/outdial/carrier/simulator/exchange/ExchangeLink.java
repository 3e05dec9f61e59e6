package dev.outdial.carrier.simulator.exchange;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connections to an exchange. It keeps apart what was not sent, what was not answered, and what was refused. */
public final class ExchangeLink {

    private static final int CONNECTIONS = 64;

    /** Later than this a call must not be started any more: its claim's patience may be over. */
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient client;

    /** A link that connects when it is first needed. */
    public ExchangeLink(Vertx vertx, URI exchange) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(exchange.getHost())
                .setDefaultPort(exchange.getPort())
                .setSsl("https".equals(exchange.getScheme()))
                .setMaxPoolSize(CONNECTIONS));
    }

    Uni<JsonObject> get(String path) {
        return Uni.createFrom()
                .completionStage(() -> connected(HttpMethod.GET, path)
                        .compose(request -> answered(request.send()))
                        .toCompletionStage());
    }

    /**
     * Sends at once or not at all.
     *
     * @param asked since when it waits, on the monotonic clock ({@link System#nanoTime})
     */
    Uni<JsonObject> post(String path, JsonObject body, long asked) {
        return Uni.createFrom()
                .completionStage(() -> connected(HttpMethod.POST, path)
                        .compose(request -> post(request, body, asked))
                        .toCompletionStage());
    }

    private static Future<JsonObject> post(HttpClientRequest request, JsonObject body, long asked) {
        Buffer encoded = body.toBuffer();
        // The last moment: this process may have stood still.
        if (System.nanoTime() - asked > AT_ONCE.toNanos()) {
            request.exceptionHandler(expected -> {}).reset();
            return Future.failedFuture(new NotSent(null));
        }
        return answered(request.send(encoded));
    }

    private Future<HttpClientRequest> connected(HttpMethod method, String path) {
        return client.request(new RequestOptions()
                        .setMethod(method)
                        .setURI(path)
                        .setConnectTimeout(AT_ONCE.toMillis())
                        .setIdleTimeout(PATIENCE.toMillis()))
                .recover(failure -> Future.failedFuture(new NotSent(failure)));
    }

    private static Future<JsonObject> answered(Future<HttpClientResponse> sent) {
        return sent.compose(response -> response.body().map(body -> read(response.statusCode(), body)))
                .recover(failure -> Future.failedFuture(failure instanceof Refused ? failure : new NoAnswer(failure)));
    }

    private static JsonObject read(int status, Buffer body) {
        if (status != OK) {
            throw new Refused("The exchange answered " + status + ": " + body);
        }
        return body.toJsonObject();
    }

    /** The exchange has surely not heard of it. */
    static final class NotSent extends RuntimeException {

        NotSent(@Nullable Throwable cause) {
            super("The exchange could not be reached in time", cause);
        }
    }

    /** The exchange may have heard of it. */
    static final class NoAnswer extends RuntimeException {

        NoAnswer(Throwable cause) {
            super("The exchange did not answer: " + cause.getMessage(), cause);
        }
    }

    /** The exchange would not do it: somebody has a bug. */
    static final class Refused extends RuntimeException {

        Refused(String message) {
            super(message);
        }
    }
}
