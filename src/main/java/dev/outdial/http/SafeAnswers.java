package dev.outdial.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Tells browsers and caches what an answer of the API is not: no page to be shown, framed or guessed at, and nothing to
 * be kept. Other origins may not read it, because no header says that they may.
 */
@ApplicationScoped
class SafeAnswers {

    private static final String API = "/v1";

    void register(@Observes Filters filters) {
        filters.register(SafeAnswers::attach, RequestId.FIRST);
    }

    private static void attach(RoutingContext context) {
        context.addHeadersEndHandler(_ -> mark(context));
        context.next();
    }

    private static void mark(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (context.request().path() != null && context.request().path().startsWith(API)) {
            headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
                headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            }
        }
    }
}
