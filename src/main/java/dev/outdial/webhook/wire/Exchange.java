package dev.outdial.webhook.wire;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The head of the answer decides; of its body the beginning is kept, and waited for only shortly. A
 * connection that is not done with by then is closed, not used again.
 */
final class Exchange {

    private static final int SNIPPET_MAX = 1024;
    private static final Duration BODY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final InstantSource clock;
    private final UniEmitter<? super Answer> emitter;
    private final Supplier<Duration> took;
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean over;

    Exchange(Vertx vertx, InstantSource clock, UniEmitter<? super Answer> emitter, Supplier<Duration> took) {
        this.vertx = vertx;
        this.clock = clock;
        this.emitter = emitter;
        this.took = took;
    }

    /** There is a connection, or none can be made. */
    void opened(AsyncResult<HttpClientRequest> opened, Buffer letter) {
        if (opened.failed()) {
            emitter.fail(opened.cause());
            return;
        }
        HttpClientRequest ready = opened.result();
        // What breaks is in the answer; nobody else needs to hear of it.
        ready.exceptionHandler(broken -> {}).connection().exceptionHandler(broken -> {});
        synchronized (this) {
            request = ready;
            if (over) {
                ready.reset();
                return;
            }
        }
        ready.send(letter).onComplete(answered -> {
            if (answered.succeeded()) {
                head(answered.result());
            } else {
                emitter.fail(answered.cause());
            }
        });
    }

    /** Nobody waits for it any more; where it is not complete, the connection is of no use either. */
    synchronized void abandon() {
        if (!over && request != null) {
            request.reset();
        }
        over = true;
    }

    private synchronized void head(HttpClientResponse head) {
        response = head;
        head.handler(this::more).endHandler(end -> finish(false)).exceptionHandler(broken -> finish(true));
        vertx.setTimer(BODY.toMillis(), late -> finish(true));
    }

    private synchronized void more(Buffer chunk) {
        body.appendBuffer(chunk, 0, Math.min(chunk.length(), SNIPPET_MAX - body.length()));
        if (body.length() >= SNIPPET_MAX) {
            finish(true);
        }
    }

    private synchronized void finish(boolean close) {
        if (request == null || response == null || over) {
            return;
        }
        over = true;
        if (close) {
            request.reset();
        }
        emitter.complete(new Answer.Responded(
                response.statusCode(),
                body.toString(StandardCharsets.UTF_8).replace('\u0000', '\ufffd'),
                RetryAfter.read(response.getHeader("Retry-After"), clock),
                took.get()));
    }
}
