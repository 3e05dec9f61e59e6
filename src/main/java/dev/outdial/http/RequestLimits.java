package dev.outdial.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses long URIs and headers. The HTTP server would do it by itself, but with an empty body, so it is configured to
 * let in more than this.
 */
@ApplicationScoped
class RequestLimits {

    static final int URI_MAX = 8 * 1024;
    static final int HEADERS_MAX = 32 * 1024;

    /** After the request has its id. */
    private static final int EARLY = RequestId.FIRST - 1;

    void register(@Observes Filters filters) {
        filters.register(RequestLimits::check, EARLY);
    }

    private static void check(RoutingContext context) {
        if (context.request().uri().length() > URI_MAX) {
            context.fail(414);
        } else if (size(context) > HEADERS_MAX) {
            context.fail(431);
        } else {
            context.next();
        }
    }

    private static int size(RoutingContext context) {
        int size = 0;
        for (var header : context.request().headers()) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }
}
