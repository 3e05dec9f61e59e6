package dev.outdial.suppression;

import dev.outdial.account.Caller;
import dev.outdial.account.DoNotCall;
import dev.outdial.account.DoNotCall.Entry;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Message;
import dev.outdial.http.Once;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** An organization's do-not-call list, number by number. Many at once come by {@link SuppressionListResource} or as a file. */
@Tag(ref = "Suppressions")
@Path("/v1/suppressions")
class SuppressionResource {

    private static final int QUERY_MAX = 200;

    private final Caller caller;
    private final Once once;
    private final DoNotCall list;

    SuppressionResource(Caller caller, DoNotCall list, Once once) {
        this.once = once;
        this.caller = caller;
        this.list = list;
    }

    @POST
    @Operation(operationId = "createSuppression", summary = "Put a number on the do-not-call list")
    @RequestBodySchema(SuppressionBodies.New.class)
    @APIResponse(responseCode = "200", description = "The number was on the list; its entry is as it was.")
    @APIResponse(
            responseCode = "201",
            description = "The number is on the list: no call to it will start.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SuppressionAdded.class)))
    public Uni<RestResponse<SuppressionAdded>> create(Input in) {
        SuppressionInput said = SuppressionInput.read(in);
        said.phoneNumber().required();
        Field<String> number = said.e164();
        Entry entry = said.entry(number.get());
        UUID organizationId = caller.organizationId();
        return once.repeatable(() -> list.add(organizationId, Multi.createFrom().item(entry))
                .chain(added -> Suppression.of(organizationId, entry.phoneNumber())
                        .map(found -> SuppressionAdded.answer(found, added))));
    }

    @GET
    @Operation(operationId = "listSuppressions", summary = "List the numbers that are not called")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Only entries with this in their number or reason.",
            schema = @Schema(implementation = String.class, maxLength = QUERY_MAX))
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    public Uni<Page<SuppressionView>> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        // A plus that was not escaped arrives as a space.
        Text part = query.text("q").max(QUERY_MAX);
        Paging paging = query.paging().get();
        String wanted = part.or("").strip();
        return Suppression.page(caller.organizationId(), wanted.isEmpty() ? null : wanted, paging)
                .map(page ->
                        new Page<>(page.data().stream().map(SuppressionView::of).toList(), page.meta()));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getSuppression", summary = "Look at an entry of the do-not-call list")
    public Uni<SuppressionView> get(String id) {
        return Suppression.known(caller.organizationId(), PublicId.SUPPRESSION.uuidOrNotFound(id))
                .map(SuppressionView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteSuppression",
            summary = "Take a number off the do-not-call list; leads that it ended stay ended")
    public Uni<Message> delete(String id) {
        return Suppression.remove(caller.organizationId(), PublicId.SUPPRESSION.uuidOrNotFound(id))
                .replaceWith(new Message("Suppression removed."));
    }

    /** An entry of the do-not-call list. */
    @Schema(name = "Suppression")
    record SuppressionView(
            String id, String phoneNumber, @Nullable String reason, Instant createdAt) {

        static SuppressionView of(Suppression entry) {
            return new SuppressionView(
                    PublicId.SUPPRESSION.text(entry.id), entry.phoneNumber, entry.reason, entry.createdAt);
        }
    }

    /**
     * An entry that is on the list now.
     *
     * @param leadsFailed leads that waited to be called under this number, and are failed now
     */
    record SuppressionAdded(
            String id, String phoneNumber, @Nullable String reason, Instant createdAt, int leadsFailed) {

        static RestResponse<SuppressionAdded> answer(Suppression entry, DoNotCall.Added added) {
            SuppressionAdded body = new SuppressionAdded(
                    PublicId.SUPPRESSION.text(entry.id),
                    entry.phoneNumber,
                    entry.reason,
                    entry.createdAt,
                    added.leads());
            return RestResponse.status(
                    added.entries() == 0 ? RestResponse.Status.OK : RestResponse.Status.CREATED, body);
        }
    }
}
