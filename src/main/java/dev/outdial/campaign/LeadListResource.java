package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Many leads at once, as a JSON list. */
@Tag(ref = "Leads")
@Path("/v1/campaigns-leads/bulk")
class LeadListResource {

    static final int LIST_MAX = 5_000;

    private final Caller caller;
    private final Enrollment enrollment;

    LeadListResource(Caller caller, Enrollment enrollment) {
        this.caller = caller;
        this.enrollment = enrollment;
    }

    @POST
    @Operation(operationId = "createLeads", summary = "Add a list of leads to a campaign")
    @RequestBodySchema(LeadBodies.Many.class)
    @APIResponse(responseCode = "200", description = "It was a dry run: nothing is stored.")
    @APIResponse(
            responseCode = "201",
            description = "The good rows are stored.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LeadsAdded.class)))
    @Conflicts("The campaign is cancelled.")
    public Uni<RestResponse<LeadsAdded>> add(Input in, @Context UriInfo uri) {
        Text campaignId = in.text("campaignId", "campaign_id").required();
        Field<List<Input>> elements = in.objects(LIST_MAX, "leads").required();
        Terms terms = Terms.read(in, Query.of(uri));
        return enrollment
                .campaign(caller.organizationId(), PublicId.CAMPAIGN.uuidOrNotFound(campaignId.get()))
                // Thousands of numbers to read are too much for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(campaign ->
                        enrollment.add(campaign, terms, LeadList.of(elements.get(), terms, campaign.fromPhoneNumber)));
    }
}
