package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.campaign.file.LeadFile;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/** Many leads at once, as a list or as a file. */
@Path("/v1/campaigns-leads")
class LeadUploadResource {

    private static final int LIST_MAX = 5_000;

    private final Caller caller;
    private final Enrollment enrollment;

    LeadUploadResource(Caller caller, Enrollment enrollment) {
        this.caller = caller;
        this.enrollment = enrollment;
    }

    @POST
    @Path("/bulk")
    Uni<RestResponse<LeadsAdded>> bulk(Input in, @Context UriInfo uri) {
        Text campaignId = in.text("campaignId", "campaign_id").required();
        Field<List<Input>> elements = in.objects(LIST_MAX, "leads").required();
        Terms terms = Terms.read(in, Query.of(uri));
        return enrollment
                .campaign(caller.organizationId(), PublicId.CAMPAIGN.uuidOrNotFound(campaignId.get()))
                // Thousands of numbers to read are too much for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(campaign -> {
                    LeadList list = LeadList.of(elements.get(), terms, campaign.fromPhoneNumber);
                    return take(
                            campaign, terms, list.tally(), Multi.createFrom().item(list.leads()));
                });
    }

    @POST
    @Path("/upload-file/{campaignId}")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Uni<RestResponse<LeadsAdded>> upload(String campaignId, @BeanParam UploadForm form, @Context UriInfo uri) {
        UUID id = PublicId.CAMPAIGN.uuidOrNotFound(campaignId);
        Terms terms = Terms.read(Query.of(form.over(uri.getQueryParameters())));
        java.nio.file.Path path = form.path();
        return enrollment.campaign(caller.organizationId(), id).chain(campaign -> {
            LeadFile.Rules rules =
                    new LeadFile.Rules(terms.countryCode(), campaign.fromPhoneNumber, terms.skipDuplicates());
            UploadedFile file = new UploadedFile(path, rules);
            return file.tally().chain(tally -> take(campaign, terms, tally, file.leads()));
        });
    }

    private Uni<RestResponse<LeadsAdded>> take(
            Campaign campaign, Terms terms, LeadTally tally, Multi<List<NewLead>> leads) {
        return switch (terms.mode()) {
            case DRY_RUN -> Uni.createFrom().item(RestResponse.ok(LeadsAdded.dry(campaign, tally)));
            case STRICT -> {
                if (tally.wrong() > 0) {
                    throw tally.refusal();
                }
                yield store(campaign, terms, tally, leads);
            }
            case PARTIAL -> store(campaign, terms, tally, leads);
        };
    }

    private Uni<RestResponse<LeadsAdded>> store(
            Campaign campaign, Terms terms, LeadTally tally, Multi<List<NewLead>> leads) {
        return enrollment
                .add(campaign, terms.skipDuplicates(), leads)
                .map(added -> RestResponse.status(RestResponse.Status.CREATED, LeadsAdded.of(campaign, tally, added)));
    }
}
