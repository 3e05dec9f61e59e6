package dev.outdial.agent;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.outdial.account.Caller;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Input;
import dev.outdial.http.Message;
import dev.outdial.http.Once;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The voice agents that campaigns let people talk to. */
@Tag(ref = "Agents")
@Path("/v1/agents")
class AgentResource {

    private static final int AGENTS_MAX = 100;

    private final Caller caller;
    private final InstantSource clock;
    private final Once once;

    AgentResource(Caller caller, InstantSource clock, Once once) {
        this.caller = caller;
        this.clock = clock;
        this.once = once;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createAgent", summary = "Make an agent")
    @RequestBodySchema(AgentBodies.New.class)
    public Uni<AgentView> create(Input in) {
        AgentFields fields = AgentFields.ofNew(in);
        Instant now = clock.instant();
        Agent agent = Agent.of(caller.organizationId(), now);
        return once.transaction(
                () -> fields.applyTo(agent, now).chain(agent::<Agent>persist).map(AgentView::of));
    }

    /** Newest first. A client of the public API knows no pages here: it gets as many as one page can hold. */
    @GET
    @Operation(operationId = "listAgents", summary = "List the agents")
    @Parameter(ref = "page")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Rows on a page; more are lowered to the greatest.",
            schema = @Schema(implementation = Integer.class, minimum = "1", defaultValue = "" + AGENTS_MAX))
    public Uni<Agents> list(@Context UriInfo uri) {
        Paging asked = Query.of(uri).paging(AGENTS_MAX).get();
        Paging paging = uri.getQueryParameters().containsKey("limit") ? asked : new Paging(asked.page(), AGENTS_MAX);
        return Panache.withSession(() -> page(caller.organizationId(), paging));
    }

    // A query takes hold of a session when it is made, so it must not be made outside of one.
    private static Uni<Agents> page(UUID organizationId, Paging paging) {
        PanacheQuery<Agent> live = Agent.find(
                "organizationId = ?1 and deletedAt is null order by createdAt desc, id desc", organizationId);
        return live.count()
                .chain(total -> live.range(paging.offset(), paging.last())
                        .<Agent>list()
                        .map(rows -> Agents.of(rows, total, paging)));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getAgent", summary = "Look at an agent")
    public Uni<AgentView> get(String id) {
        UUID agentId = PublicId.AGENT.uuidOrNotFound(id);
        return Panache.withSession(() -> Agent.get(agentId, caller.organizationId()))
                .map(AgentView::of);
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeAgent", summary = "Change an agent; fields that are left out stay as they are")
    @RequestBodySchema(AgentBodies.Change.class)
    public Uni<AgentView> change(String id, Input in) {
        UUID agentId = PublicId.AGENT.uuidOrNotFound(id);
        AgentFields fields = AgentFields.ofChange(in);
        Instant now = clock.instant();
        return Panache.withTransaction(
                        () -> Agent.change(agentId, caller.organizationId()).chain(agent -> fields.applyTo(agent, now)))
                .map(AgentView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteAgent", summary = "Delete an agent")
    @Conflicts("A campaign that is not over uses the agent.")
    public Uni<Message> delete(String id) {
        UUID agentId = PublicId.AGENT.uuidOrNotFound(id);
        return Panache.withTransaction(() ->
                        Agent.change(agentId, caller.organizationId()).chain(agent -> agent.retire(clock.instant())))
                .replaceWith(new Message("Agent deleted."));
    }

    /**
     * An organization's agents.
     *
     * @param total how many there are in all
     */
    record Agents(List<AgentView> agents, long total, int page, int limit) {

        static Agents of(List<Agent> rows, long total, Paging paging) {
            return new Agents(rows.stream().map(AgentView::of).toList(), total, paging.page(), paging.limit());
        }
    }

    /**
     * An agent.
     *
     * @param name the title once more, as some clients call it
     * @param settings what else the client has sent, field by field
     */
    @Schema(additionalProperties = Object.class)
    record AgentView(
            String id,
            String title,
            String name,
            Map<String, Object> route,
            int ringDurationSec,
            int maxCallDurationSec,
            @Nullable String timezone,
            Map<String, Object> defaultDynamicVariables,
            @Nullable String outboundPhoneNumberId,
            boolean voicemailDetection,
            Instant createdAt,
            Instant updatedAt,
            @JsonAnyGetter @Schema(hidden = true) Map<String, Object> settings) {

        static AgentView of(Agent agent) {
            return new AgentView(
                    PublicId.AGENT.text(agent.id),
                    agent.title,
                    agent.title,
                    agent.route.getMap(),
                    agent.ringDurationSec,
                    agent.maxCallDurationSec,
                    agent.timezone,
                    agent.defaultDynamicVariables.getMap(),
                    agent.outboundPhoneNumberId == null
                            ? null
                            : PublicId.PHONE_NUMBER.text(agent.outboundPhoneNumberId),
                    agent.voicemailDetection,
                    agent.createdAt,
                    agent.updatedAt,
                    agent.settings.getMap());
        }
    }
}
