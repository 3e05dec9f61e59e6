package dev.outdial.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id, or takes the one it brought, sends it back with the answer and puts it into every log line
 * of the request.
 */
@ApplicationScoped
class RequestId {

    static final String HEADER = "X-Request-Id";

    private static final String LOG_KEY = "requestId";
    private static final int LENGTH_MAX = 128;
    /** Before anything that may answer or log. */
    static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(RequestId::attach, FIRST);
    }

    private static void attach(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        String id = isClean(sent) ? sent : UUID.randomUUID().toString();
        MDC.put(LOG_KEY, id);
        // Last of all, so that nobody who resets the headers on an error loses it.
        context.addHeadersEndHandler(_ -> context.response().putHeader(HEADER, id));
        context.next();
    }

    /** An id goes into headers and log lines: printable ASCII only, and not too much of it. */
    static boolean isClean(@Nullable String id) {
        return id != null
                && !id.isBlank()
                && id.length() <= LENGTH_MAX
                && id.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
