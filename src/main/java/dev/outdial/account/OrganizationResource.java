package dev.outdial.account;

import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Once;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.ShownOnce;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The tenants, for whoever runs the service; and for everybody else, his own. */
@Tag(ref = "Organizations")
@Path("/v1/organizations")
@Requires(Scope.OPERATOR)
class OrganizationResource {

    private static final List<Scope> FIRST_KEY = List.of(Scope.READ, Scope.WRITE, Scope.ADMIN);

    private final Caller caller;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Once once;
    private final Event<OrganizationChanged> changes;

    OrganizationResource(
            Caller caller, Secrets secrets, InstantSource clock, Once once, Event<OrganizationChanged> changes) {
        this.caller = caller;
        this.secrets = secrets;
        this.clock = clock;
        this.once = once;
        this.changes = changes;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createOrganization", summary = "Make an organization and its first admin key")
    @RequestBodySchema(OrganizationBodies.New.class)
    public Uni<OrganizationCreated> create(Input in) {
        Field<String> name = in.text("name").required().max(200);
        Field<Integer> limit = limit(in);
        Instant now = clock.instant();
        Organization organization =
                Organization.named(name.get(), limit.or(Organization.MAX_CONCURRENT_CALLS_DEFAULT), now);
        NewKey key = NewKey.make(organization.id, "First admin key", FIRST_KEY, secrets, now);
        return once.transaction(
                () -> organization.persist().chain(key::store).map(made -> OrganizationCreated.of(organization, made)));
    }

    @GET
    @Operation(operationId = "listOrganizations", summary = "List the organizations")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    public Uni<Page<OrganizationView>> list(@Context UriInfo uri) {
        Paging paging = Query.of(uri).paging().get();
        return Panache.withSession(() -> page(paging));
    }

    @GET
    @Path("/current")
    @Requires(Scope.READ)
    @Operation(operationId = "getCurrentOrganization", summary = "Look at the key's own organization")
    public Uni<OrganizationView> current() {
        return find(caller.organizationId());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getOrganization", summary = "Look at an organization")
    public Uni<OrganizationView> get(String id) {
        return find(PublicId.ORGANIZATION.uuidOrNotFound(id));
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeOrganization", summary = "Change an organization; a lower limit drains")
    @RequestBodySchema(OrganizationBodies.Change.class)
    public Uni<OrganizationView> change(String id, Input in) {
        UUID organizationId = PublicId.ORGANIZATION.uuidOrNotFound(id);
        Field<String> name = in.text("name").notNull().max(200);
        Field<Integer> limit = limit(in).notNull();
        in.verify();
        return Panache.withTransaction(() -> Gate.close(organizationId)
                        .chain(() ->
                                Organization.<Organization>findById(organizationId, LockModeType.PESSIMISTIC_WRITE))
                        .onItem()
                        .ifNull()
                        .failWith(PublicId.ORGANIZATION::notFound)
                        .map(organization -> Change.apply(organization, name, limit)))
                .invoke(this::tell)
                .map(change -> OrganizationView.of(change.organization()));
    }

    private void tell(Change change) {
        if (change.ofLimit()) {
            Organization organization = change.organization();
            changes.fire(new OrganizationChanged(organization.id, organization.maxConcurrentCalls));
        }
    }

    // A query takes hold of a session when it is made, so it must not be made outside of one.
    private static Uni<Page<OrganizationView>> page(Paging paging) {
        PanacheQuery<Organization> all = Organization.find("order by createdAt desc, id desc");
        return all.count()
                .chain(total -> all.range(paging.offset(), paging.last())
                        .list()
                        .map(rows -> Page.of(
                                paging,
                                total,
                                rows.stream().map(OrganizationView::of).toList())));
    }

    private static Field<Integer> limit(Input in) {
        return in.integer(1, Organization.MAX_CONCURRENT_CALLS_LIMIT, "max_concurrent_calls");
    }

    private static Uni<OrganizationView> find(UUID id) {
        return Panache.withSession(() -> Organization.<Organization>findById(id))
                .onItem()
                .ifNull()
                .failWith(PublicId.ORGANIZATION::notFound)
                .map(OrganizationView::of);
    }

    /** What became of an organization, and whether its limit is another one now. */
    private record Change(Organization organization, boolean ofLimit) {

        static Change apply(Organization organization, Field<String> name, Field<Integer> limit) {
            int before = organization.maxConcurrentCalls;
            name.ifGiven(given -> organization.name = given);
            limit.ifGiven(given -> organization.maxConcurrentCalls = given);
            return new Change(organization, organization.maxConcurrentCalls != before);
        }
    }

    /** An organization. */
    record OrganizationView(String id, String name, int maxConcurrentCalls, Instant createdAt) {

        static OrganizationView of(Organization organization) {
            return new OrganizationView(
                    PublicId.ORGANIZATION.text(organization.id),
                    organization.name,
                    organization.maxConcurrentCalls,
                    organization.createdAt);
        }
    }

    /** An organization that was just made, with its first admin key. */
    @ShownOnce
    record OrganizationCreated(String id, String name, int maxConcurrentCalls, Instant createdAt, FirstKey apiKey) {

        static OrganizationCreated of(Organization organization, NewKey made) {
            OrganizationView view = OrganizationView.of(organization);
            Credentials credentials = made.credentials();
            FirstKey key = new FirstKey(PublicId.API_KEY.text(made.key().id), credentials.secret(), credentials.key());
            return new OrganizationCreated(view.id, view.name, view.maxConcurrentCalls, view.createdAt, key);
        }
    }

    /**
     * A key whose secret is seen this once.
     *
     * @param key {@code keyId:secret}, ready to be sent after "Bearer"
     */
    record FirstKey(String id, String secret, String key) {}
}
