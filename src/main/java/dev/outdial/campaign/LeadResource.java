package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Message;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The leads of an organization's campaigns, one by one. Many at once come in by {@link LeadListResource} and {@link LeadFileResource}. */
@Tag(ref = "Leads")
@Path("/v1/campaigns-leads")
class LeadResource {

    private final Caller caller;
    private final InstantSource clock;
    private final Enrollment enrollment;
    private final LeadViews views;

    LeadResource(Caller caller, InstantSource clock, Enrollment enrollment, LeadViews views) {
        this.caller = caller;
        this.clock = clock;
        this.enrollment = enrollment;
        this.views = views;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createLead", summary = "Add a lead to a campaign")
    @RequestBodySchema(LeadBodies.New.class)
    @Conflicts("The campaign is cancelled, or the number is on the do-not-call list.")
    public Uni<LeadView> create(Input in) {
        Text campaignId = in.text("campaignId", "campaign_id").required();
        LeadInput said = LeadInput.read(in);
        said.phoneNumber().required();
        UUID organizationId = caller.organizationId();
        return enrollment
                .campaign(organizationId, PublicId.CAMPAIGN.uuidOrNotFound(campaignId.get()))
                .chain(campaign -> {
                    NewLead lead =
                            said.lead(1, said.e164(campaign.fromPhoneNumber).get());
                    return enrollment.add(
                            campaign, lead, connection -> views.find(connection, organizationId, lead.id()));
                });
    }

    @GET
    @Operation(operationId = "listLeads", summary = "List the leads of a campaign")
    @Parameter(
            name = "campaign_id",
            in = ParameterIn.QUERY,
            required = true,
            description = "The campaign; also accepted as campaignId.",
            schema = @Schema(implementation = String.class))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only leads in this status.",
            schema = @Schema(implementation = LeadStatus.class))
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Only leads with this in their name, number or external id.",
            schema = @Schema(implementation = String.class, maxLength = Lead.NAME_MAX))
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    public Uni<Page<LeadView>> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Text campaignId = query.text("campaign_id", "campaignId").required();
        Field<LeadStatus> status = query.choice(LeadStatus.class, "status");
        Text part = query.text("q").max(Lead.NAME_MAX);
        Paging paging = query.paging().get();
        UUID id = PublicId.CAMPAIGN.uuidOrNotFound(campaignId.get());
        return Campaign.known(caller.organizationId(), id)
                .chain(campaign -> views.page(campaign.id, status.orNull(), part.orNull(), paging));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getLead", summary = "Look at a lead")
    public Uni<LeadView> get(String id) {
        return views.find(caller.organizationId(), PublicId.LEAD.uuidOrNotFound(id));
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeLead", summary = "Change a lead that was not called yet")
    @RequestBodySchema(LeadBodies.Change.class)
    @Conflicts("The lead was called, or is final, or its new number is on the do-not-call list.")
    public Uni<LeadView> change(String id, Input in) {
        UUID leadId = PublicId.LEAD.uuidOrNotFound(id);
        UUID organizationId = caller.organizationId();
        return LeadChange.read(in)
                .apply(organizationId, leadId, clock.instant())
                .chain(() -> views.find(organizationId, leadId));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "removeLead", summary = "Remove a lead from its campaign; a call that is out goes on")
    @Conflicts("The campaign is over.")
    public Uni<Message> remove(String id) {
        return enrollment
                .remove(caller.organizationId(), PublicId.LEAD.uuidOrNotFound(id))
                .replaceWith(new Message("Lead removed from campaign."));
    }
}
