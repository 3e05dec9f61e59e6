package dev.outdial.account;

import dev.outdial.http.Conflicts;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Message;
import dev.outdial.http.Once;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.ShownOnce;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import org.jspecify.annotations.Nullable;

/** An organization's keys, for its admins. A secret is shown once, when its key is made. */
@Tag(ref = "API keys")
@Path("/v1/api-keys")
@Requires(Scope.ADMIN)
class ApiKeyResource {

    private static final List<Scope> SCOPES_DEFAULT = List.of(Scope.READ, Scope.WRITE);
    private static final String NEWEST_FIRST = " order by createdAt desc, id desc";
    private static final String LIVE = "organizationId = ?1 and revokedAt is null";

    private final Caller caller;
    private final Authentication authentication;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Once once;

    ApiKeyResource(Caller caller, Authentication authentication, Secrets secrets, InstantSource clock, Once once) {
        this.caller = caller;
        this.authentication = authentication;
        this.secrets = secrets;
        this.clock = clock;
        this.once = once;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createApiKey", summary = "Make a key; its secret is in this answer only")
    @RequestBodySchema(NewKeyBody.class)
    public Uni<KeyCreated> create(Input in) {
        Field<String> name = in.text("name").required().max(200);
        Field<List<Scope>> scopes = in.choices(Scope.class, "scopes");
        List<Scope> given = scopes.or(SCOPES_DEFAULT);
        for (Scope scope : given) {
            if (!caller.may(scope)) {
                throw KeyFilter.lacks(scope);
            }
        }
        NewKey key = NewKey.make(caller.organizationId(), name.get(), given, secrets, clock.instant());
        return once.transaction(() -> key.store().map(KeyCreated::of));
    }

    @GET
    @Operation(operationId = "listApiKeys", summary = "List the keys that were not revoked")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    public Uni<Page<KeyView>> list(@Context UriInfo uri) {
        Paging paging = Query.of(uri).paging().get();
        return Panache.withSession(() -> page(paging));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getApiKey", summary = "Look at a key")
    public Uni<KeyView> get(String id) {
        UUID keyId = PublicId.API_KEY.uuidOrNotFound(id);
        return Panache.withSession(() -> ApiKey.<ApiKey>find(LIVE + " and id = ?2", caller.organizationId(), keyId)
                        .firstResult())
                .onItem()
                .ifNull()
                .failWith(PublicId.API_KEY::notFound)
                .map(KeyView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "revokeApiKey", summary = "Revoke a key at once")
    @Conflicts("It is the last key that could make another one.")
    public Uni<Message> revoke(String id) {
        UUID keyId = PublicId.API_KEY.uuidOrNotFound(id);
        return Panache.withTransaction(() -> ApiKey.revoke(keyId, caller.organizationId(), clock.instant()))
                .invoke(key -> authentication.forget(key.keyId))
                .replaceWith(new Message("API key revoked."));
    }

    // A query takes hold of a session when it is made, so it must not be made outside of one.
    private Uni<Page<KeyView>> page(Paging paging) {
        PanacheQuery<ApiKey> keys = ApiKey.find(LIVE + NEWEST_FIRST, caller.organizationId());
        return keys.count()
                .chain(total -> keys.range(paging.offset(), paging.last())
                        .list()
                        .map(rows -> Page.of(
                                paging, total, rows.stream().map(KeyView::of).toList())));
    }

    /** A key without its secret. */
    record KeyView(
            String id,
            String keyId,
            String name,
            List<Scope> scopes,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {

        static KeyView of(ApiKey key) {
            return new KeyView(
                    PublicId.API_KEY.text(key.id), key.keyId, key.name, key.scopes(), key.createdAt, key.lastUsedAt);
        }
    }

    /**
     * A key that was just made.
     *
     * @param key {@code keyId:secret}, ready to be sent after "Bearer"
     */
    @ShownOnce
    record KeyCreated(
            String id, String keyId, String name, List<Scope> scopes, Instant createdAt, String secret, String key) {

        static KeyCreated of(NewKey made) {
            ApiKey key = made.key();
            Credentials credentials = made.credentials();
            return new KeyCreated(
                    PublicId.API_KEY.text(key.id),
                    key.keyId,
                    key.name,
                    key.scopes(),
                    key.createdAt,
                    credentials.secret(),
                    credentials.key());
        }
    }
}
