package dev.outdial.call;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.outdial.account.Caller;
import dev.outdial.http.Field;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Tagged;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Every attempt to reach somebody, those that are under way included. */
@Tag(ref = "Call logs")
@Path("/v1/call-logs")
class CallLogResource {

    private static final String CAMPAIGN = """
            SELECT count(*) FROM campaign
             WHERE id = :campaign AND organization_id = :organization AND deleted_at IS NULL
            """;

    private final Caller caller;

    CallLogResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listCallLogs", summary = "List the attempts to reach people")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    @Parameter(
            name = "filters",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            description = "Only calls to which all of these apply; each is a parameter of its own.",
            schema = @Schema(implementation = CallFilterFields.class))
    public Uni<RestResponse<Page<CallLogView>>> list(@Context UriInfo uri, @Context Request request) {
        Query query = Query.of(uri);
        Field<Paging> paging = query.paging();
        CallFilters filters = CallFilters.read(query, caller.organizationId());
        return Panache.withSession(() -> page(filters, paging.get())).map(page -> Tagged.answer(page, request));
    }

    @GET
    @Path("/campaign/{campaignId}")
    @Operation(operationId = "listCallLogsOfCampaign", summary = "List the attempts of a campaign")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    @Parameter(
            name = "filters",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.TRUE,
            description = "Only calls to which all of these apply; each is a parameter of its own.",
            schema = @Schema(implementation = CallFilterFields.class))
    public Uni<RestResponse<Page<CallLogView>>> ofCampaign(
            String campaignId, @Context UriInfo uri, @Context Request request) {
        UUID campaign = PublicId.CAMPAIGN.uuidOrNotFound(campaignId);
        UUID organization = caller.organizationId();
        Query query = Query.of(uri);
        Field<Paging> paging = query.paging();
        CallFilters filters = CallFilters.read(query, organization).ofCampaign(campaign);
        return Panache.withSession(
                        () -> requireCampaign(campaign, organization).chain(() -> page(filters, paging.get())))
                .map(page -> Tagged.answer(page, request));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getCallLog", summary = "Look at an attempt, by the id of its log or of its call")
    public Uni<CallLogView> get(String id) {
        return Panache.withSession(() -> find(id)).map(CallLogView::of);
    }

    @GET
    @Path("/{id}/details")
    @Operation(
            operationId = "getCallLogDetails",
            summary = "Look at an attempt with what was said and when things happened")
    public Uni<CallDetails> details(String id) {
        return Panache.withSession(() ->
                find(id).chain(call -> call.transcript().map(transcript -> CallDetails.of(call, transcript))));
    }

    @GET
    @Path("/{id}/retries")
    @Operation(operationId = "listCallRetries", summary = "List all attempts to reach the same lead")
    public Uni<Attempts> retries(String id) {
        return Panache.withSession(() ->
                find(id).chain(call -> call.attempts().map(attempts -> Attempts.of(call, attempts))));
    }

    private static Uni<Page<CallLogView>> page(CallFilters filters, Paging paging) {
        PanacheQuery<CallEntry> found = filters.find();
        return found.count()
                .chain(total -> found.range(paging.offset(), paging.last())
                        .<CallEntry>list()
                        .map(rows -> Page.of(
                                paging,
                                total,
                                rows.stream().map(CallLogView::of).toList())));
    }

    /** The campaign itself belongs to another room; here it is only asked whether the caller has it. */
    private static Uni<Void> requireCampaign(UUID campaign, UUID organization) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CAMPAIGN, Long.class)
                        .setParameter("campaign", campaign)
                        .setParameter("organization", organization)
                        .getSingleResult())
                .invoke(found -> {
                    if (found == 0) {
                        throw PublicId.CAMPAIGN.notFound();
                    }
                })
                .replaceWithVoid();
    }

    /** A log entry and its call share their UUID. */
    private Uni<CallEntry> find(String id) {
        UUID uuid = PublicId.CALL.uuid(id).orElseGet(() -> PublicId.CALL_LOG.uuidOrNotFound(id));
        return CallEntry.get(uuid, caller.organizationId(), PublicId.CALL_LOG);
    }

    /** An attempt with what was said and when things happened. */
    record CallDetails(
            @JsonUnwrapped CallLogView call,

            @JsonRawValue @Schema(description = "As the agent has sent it.") @Nullable
            Object transcript,

            @Nullable String summary,
            List<Moment> timeline) {

        static CallDetails of(CallEntry call, @Nullable String transcript) {
            return new CallDetails(
                    CallLogView.of(call), transcript, ResultBody.of(call).summary(), Moment.of(call));
        }
    }

    /** Something that happened to a call. */
    record Moment(String event, Instant timestamp) {

        static List<Moment> of(CallEntry call) {
            return Stream.of(
                            moment("created", call.createdAt),
                            moment("placed", call.placedAt),
                            moment("answered", call.answeredAt),
                            moment("ended", call.endedAt))
                    .flatMap(List::stream)
                    .toList();
        }

        private static List<Moment> moment(String event, @Nullable Instant timestamp) {
            return timestamp == null ? List.of() : List.of(new Moment(event, timestamp));
        }
    }

    /**
     * All attempts to reach one lead, the first one first.
     *
     * @param callId the attempt that was asked for
     */
    record Attempts(String callId, List<Attempt> data) {

        static Attempts of(CallEntry asked, List<CallEntry> attempts) {
            return new Attempts(
                    PublicId.CALL.text(asked.id),
                    attempts.stream().map(Attempt::of).toList());
        }
    }

    /**
     * One of them.
     *
     * @param timestamp when it was decided
     * @param calledAt when the carrier had it, or null
     */
    record Attempt(
            int attempt,
            String status,
            Instant timestamp,
            @Nullable Instant calledAt,
            long durationSec) {

        static Attempt of(CallEntry call) {
            return new Attempt(call.attempt, call.status, call.createdAt, call.placedAt, CallLogView.seconds(call));
        }
    }
}
