package dev.outdial.account;

import dev.outdial.http.ApiException;
import dev.outdial.http.KeyedRequest;
import dev.outdial.http.RateLimit;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks everybody who calls a method under {@code /v1} for a key with the scope it needs, before the body is read. */
class KeyFilter {

    private static final String GUARDED = "/v1/";

    private final Authentication authentication;
    private final Caller caller;
    private final KeyedRequest keyed;
    private final RateLimit rateLimit;
    private final CurrentVertxRequest vertxRequest;

    KeyFilter(
            Authentication authentication,
            Caller caller,
            KeyedRequest keyed,
            RateLimit rateLimit,
            CurrentVertxRequest vertxRequest) {
        this.authentication = authentication;
        this.caller = caller;
        this.keyed = keyed;
        this.rateLimit = rateLimit;
        this.vertxRequest = vertxRequest;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    Uni<Void> check(ContainerRequestContext request, ResourceInfo resource) {
        if (!request.getUriInfo().getPath().startsWith(GUARDED)) {
            return Uni.createFrom().voidItem();
        }
        Method method = resource.getResourceMethod();
        Scope needed = needed(request.getMethod(), method, resource.getResourceClass());
        boolean optional = method.isAnnotationPresent(KeyOptional.class);
        Optional<Credentials> credentials = Credentials.ofHeader(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        return credentials
                .map(this::prove)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .invoke(key -> {
                    admit(key, needed, optional);
                    key.ifPresent(proven -> noteKey(request, method, proven, credentials.orElseThrow()));
                })
                .replaceWithVoid();
    }

    /** Counts whoever asks: who has a key by the key, who has none by the address, before the database is asked again. */
    private Uni<Optional<StoredKey>> prove(Credentials credentials) {
        RoutingContext context = vertxRequest.getCurrent();
        if (rateLimit.isGuessing(context) && !authentication.knows(credentials.keyId())) {
            rateLimit.countWrongKey(context);
        }
        return authentication.prove(credentials).invoke(found -> {
            if (found.isPresent()) {
                rateLimit.admit(context, found.get().keyId());
            } else {
                rateLimit.countWrongKey(context);
            }
        });
    }

    private void admit(Optional<StoredKey> key, Scope needed, boolean optional) {
        if (key.isPresent()) {
            if (!needed.isIn(key.get().scopes())) {
                throw lacks(needed);
            }
            caller.become(key.get());
        } else if (!optional) {
            throw ApiException.unauthorized();
        }
    }

    /** Only what a POST does may be done twice. */
    private void noteKey(ContainerRequestContext request, Method method, StoredKey key, Credentials credentials) {
        String header = request.getHeaderString(KeyedRequest.HEADER);
        if (header != null && request.getMethod().equals(HttpMethod.POST)) {
            ResponseStatus status = method.getAnnotation(ResponseStatus.class);
            keyed.begin(
                    header,
                    line(request.getUriInfo().getRequestUri()),
                    status == null ? 200 : status.value(),
                    key.organizationId(),
                    credentials.secret());
        }
    }

    private static String line(URI uri) {
        String query = uri.getRawQuery();
        return HttpMethod.POST + " " + uri.getRawPath() + (query == null ? "" : "?" + query);
    }

    static ApiException lacks(Scope scope) {
        return ApiException.forbidden("This API key lacks the scope '" + scope.text() + "'");
    }

    static Scope needed(String httpMethod, Method method, Class<?> resource) {
        Requires requires = method.getAnnotation(Requires.class);
        if (requires == null) {
            requires = resource.getAnnotation(Requires.class);
        }
        if (requires != null) {
            return requires.value();
        }
        return switch (httpMethod) {
            case HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS -> Scope.READ;
            default -> Scope.WRITE;
        };
    }
}
