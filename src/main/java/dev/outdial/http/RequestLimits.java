package dev.outdial.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Refuses requests that are too long. The HTTP server would do it by itself, but with an empty body, so it is asked
 * first and configured to let in more than this. A body that does not announce its length is measured by its reader.
 */
@ApplicationScoped
class RequestLimits {

    static final int URI_MAX = 8 * 1024;
    static final int HEADERS_MAX = 32 * 1024;
    static final int BODY_MAX = 11 * 1024 * 1024;

    /** After the request has its id. */
    static final int EARLY = RequestId.FIRST - 1;

    void register(@Observes Filters filters) {
        filters.register(RequestLimits::check, EARLY);
    }

    private static void check(RoutingContext context) {
        UnreadBody.watch(context);
        if (context.request().uri().length() > URI_MAX) {
            context.fail(414);
        } else if (!isValid(context.request().uri())) {
            context.fail(400);
        } else if (size(context) > HEADERS_MAX) {
            context.fail(431);
        } else if (announcedBody(context.request()) > BODY_MAX) {
            context.fail(413);
        } else {
            context.next();
        }
    }

    /** Quarkus would answer it with an empty body, and is told by {@link Main} to let it pass. */
    private static boolean isValid(String uri) {
        try {
            return new URI(uri).getPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The length of the body as the client tells it: 0 where it tells none. */
    static long announcedBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
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
