package dev.outdial.http;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a resource ends here and leaves with the one error body, saying nothing of our insides. */
class ErrorMappers {

    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    private final AllowedMethods methods;

    ErrorMappers(AllowedMethods methods) {
        this.methods = methods;
    }

    @ServerExceptionMapper
    Response answer(ApiException e) {
        Response.ResponseBuilder response = Response.status(e.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(e.body());
        Long retryAfter = e.retryAfterSeconds();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        if (e.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response again(Replay replay) {
        return Response.status(replay.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(replay.json())
                .header(Replay.HEADER, true)
                .build();
    }

    /** What the framework itself refuses: unknown routes, methods, media types. Its own texts name our classes. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, ContainerRequestContext request) {
        Response original = e.getResponse();
        int status = original.getStatus();
        if (status < 400) {
            return original;
        }
        if (status == 404
                && methods.exclude(request.getMethod(), request.getUriInfo().getPath())) {
            // Where several resources share a path, the framework has lost sight of those with another method.
            status = 405;
        }
        if (status >= 500) {
            return broken(e, request);
        }
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body(status, request));
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? response.build()
                : response.header(HttpHeaders.ALLOW, allow).build();
    }

    /** JSON that does not fit the record a resource takes; Jackson's text would name the record. */
    @ServerExceptionMapper
    Response unreadable(MismatchedInputException e) {
        return answer(ApiException.badRequest("The request body does not have the expected form"));
    }

    @ServerExceptionMapper
    Response broken(Throwable e, ContainerRequestContext request) {
        if (FormFailures.caused(e, request)) {
            return answer(ApiException.badRequest("The request body is not a valid multipart form"));
        }
        return DatabaseFailures.answer(e).map(this::answer).orElseGet(() -> internal(e, request));
    }

    private Response internal(Throwable e, ContainerRequestContext request) {
        LOG.errorf(e, "%s %s failed", request.getMethod(), request.getUriInfo().getPath());
        return Response.status(500)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(ErrorBody.of(500))
                .build();
    }

    private static ErrorBody body(int status, ContainerRequestContext request) {
        return status == 404
                ? ErrorBody.of(
                        404,
                        "Cannot " + request.getMethod() + " "
                                + request.getUriInfo().getPath())
                : ErrorBody.of(status);
    }
}
