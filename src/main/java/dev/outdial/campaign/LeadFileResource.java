package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.http.Conflicts;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Many leads at once, as a file. */
@Tag(ref = "Leads")
@Path("/v1/campaigns-leads/upload-file/{campaignId}")
class LeadFileResource {

    private final Caller caller;
    private final Enrollment enrollment;

    LeadFileResource(Caller caller, Enrollment enrollment) {
        this.caller = caller;
        this.enrollment = enrollment;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "uploadLeads", summary = "Add the leads of a CSV, XLSX or XLS file to a campaign")
    @RequestBodySchema(LeadBodies.Upload.class)
    @APIResponse(responseCode = "200", description = "It was a dry run: nothing is stored.")
    @APIResponse(
            responseCode = "201",
            description = "The good rows are stored.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LeadsAdded.class)))
    @Conflicts("The campaign is cancelled.")
    public Uni<RestResponse<LeadsAdded>> add(String campaignId, @BeanParam UploadForm form, @Context UriInfo uri) {
        UUID id = PublicId.CAMPAIGN.uuidOrNotFound(campaignId);
        Terms terms = Terms.read(Query.of(form.over(uri.getQueryParameters())));
        java.nio.file.Path path = form.path();
        return enrollment.campaign(caller.organizationId(), id).chain(campaign -> add(campaign, path, terms));
    }

    /**
     * Stores while it reads: of a file that turns out wrong all is rolled back. Reading twice, to judge before storing,
     * would be half as fast.
     */
    private Uni<RestResponse<LeadsAdded>> add(Campaign campaign, java.nio.file.Path path, Terms terms) {
        return UploadedFile.of(path, terms, campaign).read(leads -> enrollment.add(campaign, terms, leads));
    }
}
