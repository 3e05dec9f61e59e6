package dev.outdial.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * What is still coming in of a request that was answered before it was read: one that lacks a key, is too long, or makes
 * no sense as a form. A short rest is read and thrown away, and the connection is good for the next request. After a
 * long one it is closed, and the answer says so; but only when the client had a chance to read that answer, because
 * closing a connection on unread bytes takes back what was sent before.
 */
final class UnreadBody {

    /** A rest that is cheaper to read than a new connection is to make. */
    static final long SHORT = 64 * 1024;

    private static final long DISCARDED_MAX = 64L * 1024 * 1024;
    /** Without a byte of it, that is, and how many times over in all. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int PATIENCE_TIMES = 15;
    private static final long NO_ERROR = 0;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private boolean closing;
    private long discarded;
    private long discardedBefore = -1;
    private int waits;

    private UnreadBody(RoutingContext context) {
        this.context = context;
        this.request = context.request();
    }

    /** Looks after the rest of this request, should there be one when it is answered. */
    static void watch(RoutingContext context) {
        if (isAnnounced(context.request())) {
            UnreadBody body = new UnreadBody(context);
            context.addHeadersEndHandler(_ -> body.announceClose());
            context.addEndHandler(_ -> body.discard());
        }
    }

    /** Without either header there is no body: what is not read of such a request is only its end. */
    private static boolean isAnnounced(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || isHttp2(request);
    }

    private static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    private boolean isLong() {
        return !request.headers().contains(HttpHeaders.CONTENT_LENGTH) || RequestLimits.announcedBody(request) > SHORT;
    }

    private void announceClose() {
        if (!request.isEnded() && !isHttp2(request) && isLong()) {
            closing = true;
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private void discard() {
        if (request.isEnded()) {
            finish();
            return;
        }
        long timer = context.vertx().setPeriodic(PATIENCE.toMillis(), this::lookAgain);
        request.exceptionHandler(_ -> context.vertx().cancelTimer(timer));
        request.endHandler(_ -> {
            context.vertx().cancelTimer(timer);
            finish();
        });
        request.handler(this::count);
        request.resume();
    }

    private void lookAgain(long timer) {
        waits++;
        if (discarded == discardedBefore || waits == PATIENCE_TIMES) {
            context.vertx().cancelTimer(timer);
            giveUp();
        }
        discardedBefore = discarded;
    }

    private void count(Buffer part) {
        discarded += part.length();
        if (discarded > DISCARDED_MAX) {
            giveUp();
        }
    }

    private void finish() {
        if (closing) {
            request.connection().close();
        }
    }

    /** Of a connection that carries other requests as well, only this one ends. */
    private void giveUp() {
        if (isHttp2(request)) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
