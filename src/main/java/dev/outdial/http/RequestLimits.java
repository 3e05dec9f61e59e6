package dev.outdial.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses requests that are too long. The HTTP server would do it by itself, but with an empty body, so it is asked
 * first; for URIs and headers it is configured to let in more than this.
 */
@ApplicationScoped
class RequestLimits {

    static final int URI_MAX = 8 * 1024;
    static final int HEADERS_MAX = 32 * 1024;

    /** After the request has its id. */
    private static final int EARLY = RequestId.FIRST - 1;

    private final long bodyMax;

    RequestLimits(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodyMax) {
        this.bodyMax = bodyMax.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext context) {
        if (context.request().uri().length() > URI_MAX) {
            context.fail(414);
        } else if (size(context) > HEADERS_MAX) {
            context.fail(431);
        } else if (announcedBody(context) > bodyMax) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            context.fail(413);
        } else {
            context.next();
        }
    }

    private static long announcedBody(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
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
