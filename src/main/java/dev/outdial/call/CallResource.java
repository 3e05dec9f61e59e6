package dev.outdial.call;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.outdial.account.Caller;
import dev.outdial.campaign.DirectCalls;
import dev.outdial.campaign.NewCall;
import dev.outdial.carrier.CallStatus;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Input;
import dev.outdial.http.Page;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Makes single calls, and tells of all calls in the words of the older half of the public API. */
@Tag(ref = "Calls")
@Path("/v1/calls")
class CallResource {

    private final Caller caller;
    private final DirectCalls calls;

    CallResource(Caller caller, DirectCalls calls) {
        this.caller = caller;
        this.calls = calls;
    }

    /** An organization at its limit is no reason to refuse a call: it waits, and starts when there is room. */
    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createCall", summary = "Call somebody, as soon as the limits allow")
    @RequestBodySchema(CallBodies.New.class)
    @Conflicts("The number is on the do-not-call list.")
    public Uni<CallCreated> create(Input in) {
        NewCall wanted = NewCall.read(in);
        return calls.queue(caller.organizationId(), wanted, queued -> CallCreated.of(wanted, queued));
    }

    @GET
    @Operation(operationId = "listCalls", summary = "List the calls, those that wait to be made included")
    @Parameter(ref = "page")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Rows on a page; more are lowered to the greatest.",
            schema = @Schema(implementation = Integer.class, minimum = "1", defaultValue = "20"))
    @Parameter(
            name = "filters",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            description = "Only calls to which all of these apply; each is a parameter of its own.",
            schema = @Schema(implementation = CallBodies.Filters.class))
    public Uni<List<CallView>> list(@Context UriInfo uri) {
        return CallList.of(Query.of(uri), caller.organizationId()).map(Page::data);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getCall", summary = "Look at a call, also before it is made")
    public Uni<CallTold> get(String id) {
        UUID callId = PublicId.CALL.uuidOrNotFound(id);
        return Panache.withSession(() -> CallEntry.get(callId, caller.organizationId(), PublicId.CALL)
                .chain(call -> call.transcript().map(transcript -> CallTold.of(call, transcript))));
    }

    /**
     * A call that waits to be made.
     *
     * @param agentVersionNumber as it was asked for
     */
    record CallCreated(
            String id,
            String toPhoneNumber,
            String fromPhoneNumber,
            String agentId,
            @Nullable Integer agentVersionNumber,
            String status,
            Instant createdAt) {

        static CallCreated of(NewCall wanted, DirectCalls.Queued queued) {
            return new CallCreated(
                    PublicId.CALL.text(queued.id()),
                    queued.toPhoneNumber(),
                    queued.fromPhoneNumber(),
                    PublicId.AGENT.text(wanted.agentId()),
                    wanted.agentVersionNumber(),
                    CallStatus.CREATED.word(),
                    queued.createdAt());
        }
    }

    /** A call with what was said in it. */
    record CallTold(
            @JsonUnwrapped CallView call,

            @JsonRawValue @Schema(description = "As the agent has sent it.") @Nullable
            Object transcript,

            @Nullable String summary) {

        static CallTold of(CallEntry call, @Nullable String transcript) {
            return new CallTold(
                    CallView.of(call), transcript, ResultBody.of(call).summary());
        }
    }
}
