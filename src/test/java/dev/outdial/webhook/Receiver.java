package dev.outdial.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A consumer of webhooks: a real server on this host that remembers who came and answers what the test wants. */
public final class Receiver implements AutoCloseable {

    /** Made by {@code keytool -genkeypair} for the name hooks.test, which it signs itself. */
    public static final PfxOptions CERTIFICATE =
            new PfxOptions().setPath("tls/hooks.test.p12").setPassword("changeit");

    private final List<Visit> visits = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpServer server;
    private volatile Function<Visit, Reply> behaviour = visit -> Reply.status(200);

    private Receiver(Vertx vertx, HttpServerOptions options) {
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.body().onSuccess(body -> visited(request, body)))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** One that speaks http. */
    public static Receiver start(Vertx vertx) {
        return new Receiver(vertx, new HttpServerOptions());
    }

    /** One that speaks https and says it is hooks.test. */
    public static Receiver startEncrypted(Vertx vertx) {
        return new Receiver(
                vertx, new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(CERTIFICATE));
    }

    /** From now on it answers like this. */
    public Receiver answering(Function<Visit, Reply> wanted) {
        behaviour = wanted;
        return this;
    }

    /** Who came so far, in their order. */
    public List<Visit> visits() {
        return List.copyOf(visits);
    }

    /** How many connections were made to it. */
    public int connections() {
        return connections.get();
    }

    public int port() {
        return server.actualPort();
    }

    /** Its address for this path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void visited(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        Visit visit = new Visit(
                request.method().name(),
                request.uri(),
                headers,
                body.toString(StandardCharsets.UTF_8),
                request.connection().indicatedServerName());
        visits.add(visit);
        behaviour.apply(visit).to(request.response());
    }

    /**
     * A request that came.
     *
     * @param serverName by SNI; empty without TLS
     */
    public record Visit(String method, String uri, Map<String, String> headers, String body, String serverName) {

        /** The value of this header. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** How a request is answered. */
    @FunctionalInterface
    public interface Reply {

        void to(HttpServerResponse response);

        static Reply status(int status) {
            return response -> response.setStatusCode(status).end("said " + status);
        }

        static Reply status(int status, String header, String value) {
            return response ->
                    response.setStatusCode(status).putHeader(header, value).end();
        }

        /** Keeps the connection open and says nothing. */
        static Reply nothing() {
            return response -> {};
        }

        /** A body that does not end. */
        static Reply endless(int status) {
            return response -> response.setStatusCode(status).setChunked(true).write("and so on");
        }

        /** A body of many megabytes. */
        static Reply huge(int status) {
            return response -> response.setStatusCode(status).end(Buffer.buffer(new byte[32 * 1024 * 1024]));
        }

        /** Goes away in the middle of it. */
        static Reply hangUp() {
            return response -> response.reset();
        }
    }
}
