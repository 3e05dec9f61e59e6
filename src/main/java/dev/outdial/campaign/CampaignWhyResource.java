package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Answers the question that is asked most: why is it not dialing? */
@Tag(ref = "Campaigns")
@Path("/v1/campaigns/{id}/why")
class CampaignWhyResource {

    private final Caller caller;
    private final InstantSource clock;
    private final Pool pool;

    CampaignWhyResource(Caller caller, InstantSource clock, Pool pool) {
        this.caller = caller;
        this.clock = clock;
        this.pool = pool;
    }

    @GET
    @Operation(
            operationId = "explainCampaign",
            summary = "See why a campaign is dialing or not, and which limit binds now")
    public Uni<Why> why(String id) {
        return Why.of(pool, caller.organizationId(), PublicId.CAMPAIGN.uuidOrNotFound(id), clock.instant());
    }
}
