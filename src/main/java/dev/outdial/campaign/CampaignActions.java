package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.outdial.account.Caller;
import dev.outdial.campaign.CampaignResource.CampaignView;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Once;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Starts, pauses, resumes and cancels campaigns: one state machine behind every route. */
@Tag(ref = "Campaigns")
@Path("/v1/campaigns/{id}")
class CampaignActions {

    /** The actions of the route that names its action in the body. */
    private enum Named {
        PAUSE,
        RESUME,
        CANCEL;

        CampaignAction action() {
            return switch (this) {
                case PAUSE -> CampaignAction.PAUSE;
                case RESUME -> CampaignAction.RESUME;
                case CANCEL -> CampaignAction.CANCEL;
            };
        }
    }

    private final Caller caller;
    private final InstantSource clock;
    private final Steering steering;
    private final Once once;

    CampaignActions(Caller caller, InstantSource clock, Steering steering, Once once) {
        this.caller = caller;
        this.clock = clock;
        this.steering = steering;
        this.once = once;
    }

    @POST
    @Path("/start")
    @Operation(operationId = "startCampaign", summary = "Start a draft")
    @Conflicts("The campaign's status does not allow it; the message says what it allows.")
    public Uni<CampaignView> start(String id) {
        return perform(id, CampaignAction.START);
    }

    @POST
    @Path("/pause")
    @Operation(
            operationId = "pauseCampaign",
            summary = "Pause a campaign: no new call starts, calls that are out go on")
    @Conflicts("The campaign's status does not allow it; the message says what it allows.")
    public Uni<CampaignView> pause(String id) {
        return perform(id, CampaignAction.PAUSE);
    }

    @POST
    @Path("/resume")
    @Operation(operationId = "resumeCampaign", summary = "Resume a paused campaign")
    @Conflicts("The campaign's status does not allow it; the message says what it allows.")
    public Uni<CampaignView> resume(String id) {
        return perform(id, CampaignAction.RESUME);
    }

    @POST
    @Path("/cancel")
    @Operation(
            operationId = "cancelCampaign",
            summary = "Cancel a campaign: leads that wait are failed, calls that are out go on")
    @Conflicts("The campaign's status does not allow it; the message says what it allows.")
    public Uni<CampaignView> cancel(String id) {
        return perform(id, CampaignAction.CANCEL);
    }

    @PATCH
    @Path("/status")
    @Operation(operationId = "actOnCampaign", summary = "Pause, resume or cancel a campaign and see what that concerns")
    @RequestBodySchema(CampaignBodies.Action.class)
    @Conflicts("The campaign's status does not allow it; the message says what it allows.")
    public Uni<ActionDone> act(String id, Input in) {
        UUID campaignId = PublicId.CAMPAIGN.uuidOrNotFound(id);
        Field<Named> named = in.choice(Named.class, "action").required();
        CampaignAction action = named.get().action();
        return steering.perform(caller.organizationId(), campaignId, action)
                .chain(change -> Standing.of(change.campaign(), clock.instant())
                        .map(standing -> ActionDone.of(action, standing, change.failed())));
    }

    private Uni<CampaignView> perform(String id, CampaignAction action) {
        return steering.perform(caller.organizationId(), PublicId.CAMPAIGN.uuidOrNotFound(id), action)
                .chain(change -> Standing.of(change.campaign(), clock.instant()))
                .map(CampaignView::of)
                .chain(once::answered);
    }

    /** What an action has done. */
    record ActionDone(
            boolean success,
            String message,
            CampaignView campaign,
            @JsonProperty("affectedCalls") AffectedCalls affectedCalls) {

        static ActionDone of(CampaignAction action, Standing standing, int failed) {
            return new ActionDone(
                    true,
                    "Campaign " + action.done() + ".",
                    CampaignView.of(standing),
                    AffectedCalls.of(action, standing.progress(), failed));
        }
    }

    /**
     * The calls an action concerns.
     *
     * @param initiated calls that are out, which go on
     * @param queued leads that wait and can be dialed now
     * @param removedFromQueue leads that could be dialed before and cannot now
     * @param cancelledCallLogs leads that waited and were failed
     * @param resumedCallLogs leads that wait and can be dialed again
     */
    record AffectedCalls(
            @JsonProperty("initiated") long initiated,
            @JsonProperty("queued") long queued,
            @JsonProperty("removedFromQueue") long removedFromQueue,
            @JsonProperty("cancelledCallLogs") long cancelledCallLogs,
            @JsonProperty("resumedCallLogs") long resumedCallLogs) {

        static AffectedCalls of(CampaignAction action, Progress progress, int failed) {
            long waiting = progress.waiting();
            return switch (action) {
                case START, RESUME -> new AffectedCalls(progress.inFlight, waiting, 0, 0, waiting);
                case PAUSE -> new AffectedCalls(progress.inFlight, 0, waiting, 0, 0);
                case CANCEL -> new AffectedCalls(progress.inFlight, 0, failed, failed, 0);
            };
        }
    }
}
