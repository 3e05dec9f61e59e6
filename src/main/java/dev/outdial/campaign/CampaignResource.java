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
import dev.outdial.http.Tagged;
import dev.outdial.http.Text;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** An organization's campaigns. What is done to a running one is in {@link CampaignActions}. */
@Tag(ref = "Campaigns")
@Path("/v1/campaigns")
class CampaignResource {

    /** The queue must not keep what nobody can reach any more. */
    private static final String UNQUEUE = "DELETE FROM lead_due WHERE campaign_id = ?1";

    private final Caller caller;
    private final InstantSource clock;
    private final Steering steering;

    CampaignResource(Caller caller, InstantSource clock, Steering steering) {
        this.caller = caller;
        this.clock = clock;
        this.steering = steering;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createCampaign", summary = "Make a campaign and start it")
    @RequestBodySchema(CampaignBodies.New.class)
    public Uni<CampaignView> create(Input in) {
        NewCampaign wanted = NewCampaign.read(in, clock.instant());
        return steering.create(caller.organizationId(), wanted)
                .map(campaign -> Standing.ofNew(campaign, wanted.now()))
                .map(CampaignView::of);
    }

    @GET
    @Operation(operationId = "listCampaigns", summary = "List the campaigns")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "Only campaigns in one of these statuses, separated by commas.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = CampaignStatus.class))
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Only campaigns with this in their name.",
            schema = @Schema(implementation = String.class))
    public Uni<Page<CampaignView>> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Field<Paging> paging = query.paging();
        Field<List<CampaignStatus>> statuses = query.choices(CampaignStatus.class, "status");
        Text name = query.text("q");
        return Standing.page(
                        caller.organizationId(),
                        CampaignKind.CAMPAIGN,
                        statuses.or(List.copyOf(EnumSet.allOf(CampaignStatus.class))),
                        name.or(""),
                        paging.get(),
                        clock.instant())
                .map(page ->
                        new Page<>(page.data().stream().map(CampaignView::of).toList(), page.meta()));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getCampaign", summary = "Look at a campaign")
    @Parameter(
            name = "If-None-Match",
            in = ParameterIn.HEADER,
            description = "The ETag of an earlier answer.",
            schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "200", description = "OK")
    @APIResponse(responseCode = "304", description = "The campaign is what If-None-Match names.")
    public Uni<RestResponse<CampaignView>> get(String id, @Context Request request) {
        return Standing.of(caller.organizationId(), PublicId.CAMPAIGN.uuidOrNotFound(id), clock.instant())
                .map(standing -> Tagged.answer(CampaignView.of(standing), request));
    }

    @GET
    @Path("/{id}/status")
    @Operation(operationId = "getCampaignStatus", summary = "See how far a campaign has come")
    public Uni<StatusView> status(String id) {
        return Standing.of(caller.organizationId(), PublicId.CAMPAIGN.uuidOrNotFound(id), clock.instant())
                .map(StatusView::of);
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeCampaign", summary = "Change a campaign; fields that are left out stay as they are")
    @RequestBodySchema(CampaignBodies.Change.class)
    @Conflicts("The status does not allow it, or a call was placed and the agent or the caller number is to change.")
    public Uni<CampaignView> change(String id, Input in) {
        UUID campaignId = PublicId.CAMPAIGN.uuidOrNotFound(id);
        CampaignEdit edit = CampaignEdit.read(in, clock.instant());
        return steering.change(caller.organizationId(), campaignId, edit::applyTo)
                .chain(change -> Standing.of(change.campaign(), edit.now()))
                .map(CampaignView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteCampaign", summary = "Delete a campaign")
    @Conflicts("The campaign is neither a draft nor over.")
    public Uni<Message> delete(String id) {
        UUID campaignId = PublicId.CAMPAIGN.uuidOrNotFound(id);
        return steering.change(caller.organizationId(), campaignId, this::delete)
                .replaceWith(new Message("Campaign deleted."));
    }

    private Uni<Void> delete(Campaign campaign) {
        campaign.delete(clock.instant());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(UNQUEUE)
                        .setParameter(1, campaign.id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * A campaign.
     *
     * @param callingHours null for any time
     */
    record CampaignView(
            String id,
            String organizationId,
            String name,
            String agentId,
            String fromPhoneNumber,
            CampaignStatus status,
            @Nullable String statusReason,
            int maxConcurrentCalls,
            int priority,
            RetryConfig retryConfig,
            @Nullable Instant scheduledAt,
            @Nullable Instant endsAt,

            @Nullable @Schema(implementation = CampaignBodies.Hours.class)
            Object callingHours,

            @Nullable String timeZone,
            @Nullable @Schema(type = SchemaType.OBJECT) Object metadata,
            long totalLeads,
            long completedCalls,
            long pendingCalls,
            long inFlightCalls,
            long failedLeads,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt) {

        static CampaignView of(Standing standing) {
            Campaign campaign = standing.campaign();
            Progress progress = standing.progress();
            return new CampaignView(
                    PublicId.CAMPAIGN.text(campaign.id),
                    PublicId.ORGANIZATION.text(campaign.organizationId),
                    campaign.name,
                    PublicId.AGENT.text(campaign.agentId),
                    campaign.fromPhoneNumber,
                    standing.status(),
                    standing.statusReason(),
                    campaign.maxConcurrentCalls,
                    campaign.priority,
                    RetryConfig.of(campaign.retryConfig),
                    campaign.scheduledAt,
                    campaign.endsAt,
                    campaign.callingHours == null ? null : campaign.callingHours.getMap(),
                    campaign.timeZone,
                    campaign.metadata == null ? null : campaign.metadata.getMap(),
                    progress.total,
                    progress.done(),
                    progress.pending(),
                    progress.inFlight,
                    progress.failed,
                    campaign.createdAt,
                    campaign.updatedAt,
                    campaign.startedAt,
                    campaign.completedAt);
        }
    }

    /**
     * How far a campaign has come.
     *
     * @param estimatedCompletionAt null where too little has happened to tell, or nothing is going on
     * @param slotUtilization the part of its slots that was taken while it was running, 0 to 1; null before that
     */
    record StatusView(
            String id,
            CampaignStatus status,
            @Nullable String statusReason,
            long totalLeads,
            long completedCalls,
            long pendingCalls,
            long inFlightCalls,
            long failedLeads,
            @Nullable Instant estimatedCompletionAt,
            @Nullable Double slotUtilization) {

        static StatusView of(Standing standing) {
            Campaign campaign = standing.campaign();
            Progress progress = standing.progress();
            return new StatusView(
                    PublicId.CAMPAIGN.text(campaign.id),
                    standing.status(),
                    standing.statusReason(),
                    progress.total,
                    progress.done(),
                    progress.pending(),
                    progress.inFlight,
                    progress.failed,
                    Estimate.completion(campaign, progress, standing.now()),
                    progress.slotUtilization(campaign, standing.now()));
        }
    }
}
