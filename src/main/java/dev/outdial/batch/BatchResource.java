package dev.outdial.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.outdial.account.Caller;
import dev.outdial.call.CallBodies;
import dev.outdial.call.CallList;
import dev.outdial.call.CallView;
import dev.outdial.campaign.Batch;
import dev.outdial.campaign.Batches;
import dev.outdial.campaign.CampaignStatus;
import dev.outdial.campaign.NewBatch;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Batch calls: a file of people to call, in one request. */
@Tag(ref = "Batch calls")
@Path("/v1/batch-calls")
class BatchResource {

    private final Caller caller;
    private final Batches batches;
    private final InstantSource clock;

    BatchResource(Caller caller, Batches batches, InstantSource clock) {
        this.caller = caller;
        this.batches = batches;
        this.clock = clock;
    }

    @POST
    @ResponseStatus(201)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "createBatch", summary = "Call the people of a CSV, XLSX or XLS file")
    @RequestBodySchema(BatchBodies.New.class)
    public Uni<BatchView> create(@BeanParam BatchForm form) {
        NewBatch wanted = NewBatch.read(form.fields(), clock.instant());
        return batches.create(caller.organizationId(), wanted, form.path(), BatchView::of);
    }

    @GET
    @Operation(operationId = "listBatches", summary = "List the batches")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            explode = Explode.FALSE,
            description = "Only batches in one of these statuses, separated by commas.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = CampaignStatus.class))
    public Uni<BatchPage> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Field<Paging> paging = query.paging();
        Field<List<CampaignStatus>> statuses = query.choices(CampaignStatus.class, "status");
        return batches.page(
                        caller.organizationId(),
                        statuses.or(List.copyOf(EnumSet.allOf(CampaignStatus.class))),
                        paging.get())
                .map(BatchPage::of);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getBatch", summary = "Look at a batch and its calls")
    @Parameter(ref = "page")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Calls on a page; more are lowered to the greatest.",
            schema = @Schema(implementation = Integer.class, minimum = "1", defaultValue = "20"))
    @Parameter(
            name = "filters",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            description = "Only calls to which all of these apply; each is a parameter of its own.",
            schema = @Schema(implementation = CallBodies.Filters.class))
    public Uni<BatchCalls> get(String id, @Context UriInfo uri) {
        UUID batchId = PublicId.BATCH.uuidOrNotFound(id);
        UUID organizationId = caller.organizationId();
        Query query = Query.of(uri);
        return batches.find(organizationId, batchId)
                .chain(batch -> CallList.ofCampaign(query, organizationId, batchId)
                        .map(page -> BatchCalls.of(BatchView.of(batch), page)));
    }

    @PATCH
    @Path("/{id}/status")
    @Operation(operationId = "actOnBatch", summary = "Pause, resume or cancel a batch and see what that concerns")
    @RequestBodySchema(BatchBodies.Action.class)
    @APIResponse(responseCode = "200", description = "OK")
    public Uni<BatchActionDone> act(String id, Input in) {
        UUID batchId = PublicId.BATCH.uuidOrNotFound(id);
        Field<Batches.Action> action = in.choice(Batches.Action.class, "action").required();
        return batches.act(caller.organizationId(), batchId, action.get()).map(BatchActionDone::of);
    }

    /**
     * A page of batches.
     *
     * @param total how many there are in all
     */
    record BatchPage(List<BatchView> items, long total, int page, int limit) {

        static BatchPage of(Page<Batch> page) {
            return new BatchPage(
                    page.data().stream().map(BatchView::of).toList(),
                    page.meta().total(),
                    page.meta().page(),
                    page.meta().limit());
        }
    }

    /**
     * A batch and a page of its calls.
     *
     * @param total how many calls there are in all
     */
    record BatchCalls(
            BatchView batch,
            @JsonProperty("callLogs") List<CallView> callLogs,
            long total,
            int page,
            int limit,
            @JsonProperty("totalPages") long totalPages) {

        static BatchCalls of(BatchView batch, Page<CallView> calls) {
            Page.Meta meta = calls.meta();
            return new BatchCalls(batch, calls.data(), meta.total(), meta.page(), meta.limit(), meta.totalPages());
        }
    }

    /**
     * What an action has done.
     *
     * @param campaign the batch, under the name that campaigns have there
     */
    record BatchActionDone(
            boolean success,
            String message,
            BatchView campaign,
            @JsonProperty("affectedCalls") Affected affectedCalls) {

        static BatchActionDone of(Batches.Acted acted) {
            return new BatchActionDone(
                    true,
                    "Batch " + acted.done() + ".",
                    BatchView.of(acted.batch()),
                    new Affected(
                            acted.initiated(),
                            acted.queued(),
                            acted.removedFromQueue(),
                            acted.cancelled(),
                            acted.resumed()));
        }
    }

    /** The calls an action concerns, as for campaigns. */
    record Affected(
            @JsonProperty("initiated") long initiated,
            @JsonProperty("queued") long queued,
            @JsonProperty("removedFromQueue") long removedFromQueue,
            @JsonProperty("cancelledCallLogs") long cancelledCallLogs,
            @JsonProperty("resumedCallLogs") long resumedCallLogs) {}
}
