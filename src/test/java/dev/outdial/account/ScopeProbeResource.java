package dev.outdial.account;

import dev.outdial.http.Input;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;

/** What any resource under {@code /v1} looks like to the filter: no annotation at all, and one that knows other proofs. */
@Path("/v1/scope-probe")
class ScopeProbeResource {

    private final Caller caller;

    ScopeProbeResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    public Map<String, String> read() {
        return Map.of("key", caller.keyId());
    }

    @POST
    public Map<String, String> write(Input in) {
        in.verify();
        return Map.of("key", caller.keyId());
    }

    @GET
    @Path("/open")
    @KeyOptional
    public Map<String, Boolean> open() {
        return Map.of("known", caller.isKnown());
    }
}
