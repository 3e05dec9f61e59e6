package dev.outdial.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * The error body for requests that fail below the resources: too large a body, too long a URI. The HTTP server would
 * answer these with an empty body or a page of its own.
 */
@ApplicationScoped
class EdgeErrors {

    private static final Logger LOG = Logger.getLogger(EdgeErrors.class);

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(EdgeErrors::answer);
    }

    private static void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            // Answered already: what follows a refused form is only that nobody reads the rest of it.
            return;
        }
        Throwable failure = context.failure();
        int status = context.statusCode() >= 400 ? context.statusCode() : 500;
        if (status >= 500 && failure != null) {
            LOG.errorf(
                    failure,
                    "%s %s failed",
                    context.request().method(),
                    context.request().path());
        }
        if (response.headWritten()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        response.end(ErrorBody.of(status).json());
    }
}
