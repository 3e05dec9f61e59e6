package dev.outdial.account;

import dev.outdial.http.Input;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What any resource under {@code /v1} looks like to the filter: no annotation at all, and one that knows other proofs. */
@Path("/v1/scope-probe")
class ScopeProbeResource {

    private final Caller caller;

    ScopeProbeResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Operation(hidden = true)
    public Map<String, String> read() {
        return Map.of("key", caller.keyId());
    }

    @POST
    @Operation(hidden = true)
    public Uni<Map<String, String>> write(Input in) {
        in.verify();
        return Panache.withSession(() -> Organization.<Organization>findById(caller.organizationId()))
                .map(organization -> Map.of("organization", organization.name));
    }

    @GET
    @Path("/open")
    @KeyOptional
    @Operation(hidden = true)
    public Map<String, Boolean> open() {
        return Map.of("known", caller.isKnown());
    }
}
