package dev.outdial.call;

import dev.outdial.account.Caller;
import dev.outdial.http.ApiException;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever sends a result without a key for the call's own token, before the body is read. Whoever has neither does not
 * learn whether there is such a call.
 */
class TokenFilter {

    private static final String BEARER = "Bearer ";

    private final Caller caller;
    private final CallTokens tokens;

    TokenFilter(Caller caller, CallTokens tokens) {
        this.caller = caller;
        this.tokens = tokens;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 1)
    Uni<Void> check(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceClass() != CallResultResource.class || caller.isKnown()) {
            return Uni.createFrom().voidItem();
        }
        UriInfo uri = request.getUriInfo();
        Optional<UUID> call = PublicId.CALL.uuid(uri.getPathParameters().getFirst("callId"));
        String token = token(uri, request.getHeaderString(HttpHeaders.AUTHORIZATION));
        return tokens.signer()
                .invoke(signer -> {
                    if (call.isEmpty() || !signer.isTokenOf(call.get(), token)) {
                        throw ApiException.unauthorized();
                    }
                })
                .replaceWithVoid();
    }

    private static String token(UriInfo uri, @Nullable String header) {
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        return Optional.ofNullable(uri.getQueryParameters().getFirst("token")).orElse("");
    }
}
