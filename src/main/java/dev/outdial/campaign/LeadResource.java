package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Message;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The leads of an organization's campaigns, one by one. Many at once come in by {@link LeadListResource} and {@link LeadFileResource}. */
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
    public Uni<LeadView> create(Input in) {
        Text campaignId = in.text("campaignId", "campaign_id").required();
        LeadInput said = LeadInput.read(in);
        said.phoneNumber().required();
        UUID organizationId = caller.organizationId();
        return enrollment
                .campaign(organizationId, PublicId.CAMPAIGN.uuidOrNotFound(campaignId.get()))
                .chain(campaign -> {
                    NewLead lead = said.lead(said.e164(campaign.fromPhoneNumber).get());
                    return enrollment
                            .add(campaign, false, Multi.createFrom().item(List.of(lead)))
                            .chain(() -> views.find(organizationId, lead.id()));
                });
    }

    @GET
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
    public Uni<LeadView> get(String id) {
        return views.find(caller.organizationId(), PublicId.LEAD.uuidOrNotFound(id));
    }

    @PATCH
    @Path("/{id}")
    public Uni<LeadView> change(String id, Input in) {
        UUID leadId = PublicId.LEAD.uuidOrNotFound(id);
        UUID organizationId = caller.organizationId();
        return LeadChange.read(in)
                .apply(organizationId, leadId, clock.instant())
                .chain(() -> views.find(organizationId, leadId));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Message> remove(String id) {
        return enrollment
                .remove(caller.organizationId(), PublicId.LEAD.uuidOrNotFound(id))
                .replaceWith(new Message("Lead removed from campaign."));
    }
}
