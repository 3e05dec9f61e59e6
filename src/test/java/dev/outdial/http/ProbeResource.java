package dev.outdial.http;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.net.ConnectException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Endpoints that do, without a key, what real ones must never do. */
@Path("/probe")
@Produces(MediaType.APPLICATION_JSON)
class ProbeResource {

    private final Pool pool;

    ProbeResource(Pool pool) {
        this.pool = pool;
    }

    record Sample(Instant someInstant, @Nullable String nothing, Map<String, Object> metaData) {}

    record Body(int count) {}

    @GET
    @Path("/sample")
    public Sample sample() {
        return new Sample(Instant.parse("2024-03-01T09:00:00.000001Z"), null, Map.of("someKey", 1));
    }

    @POST
    @Path("/input")
    public Uni<Map<String, String>> input(Input in) {
        return Uni.createFrom().item(Map.of("name", in.text("name").required().get()));
    }

    @POST
    @Path("/form")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Map<String, Boolean>> form(@RestForm @Nullable FileUpload file) {
        return Uni.createFrom().item(Map.of("file", file != null));
    }

    @POST
    @Path("/record")
    public Body record(Body body) {
        return body;
    }

    @GET
    @Path("/tagged")
    public RestResponse<Map<String, String>> tagged(@Context Request request) {
        return Tagged.answer(Map.of("some", "thing"), request);
    }

    @GET
    @Path("/page")
    public Page<String> page(@Context UriInfo uri) {
        return Page.of(Query.of(uri).paging().get(), 45, List.of("row"));
    }

    @GET
    @Path("/echo/{text}")
    public Map<String, String> echo(@PathParam("text") String text, @QueryParam("q") @Nullable String q) {
        return Map.of("text", text, "q", String.valueOf(q));
    }

    @GET
    @Path("/typed/{number}")
    public Map<String, Integer> typed(@PathParam("number") int number) {
        return Map.of("number", number);
    }

    @GET
    @Path("/request-id")
    public Uni<Map<String, Object>> requestId() {
        return Uni.join()
                .all(
                        Uni.createFrom().item(() -> MDC.get("requestId")),
                        pool.query("SELECT 1").execute().map(_ -> MDC.get("requestId")),
                        Panache.withTransaction(() -> Panache.getSession()
                                .chain(session ->
                                        session.createNativeQuery("SELECT 1").getSingleResult())
                                .map(_ -> MDC.get("requestId"))),
                        Uni.createFrom()
                                .item(() -> MDC.get("requestId"))
                                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .andFailFast()
                .map(ids -> Map.of("id", Set.copyOf(ids)));
    }

    @GET
    @Path("/fail/{how}")
    public Uni<Void> fail(@PathParam("how") String how) {
        return switch (how) {
            case "bug" -> throw new IllegalStateException("secret-detail");
            case "later" -> Uni.createFrom().failure(new IllegalStateException("secret-detail"));
            case "error" -> throw new AssertionError("secret-detail");
            case "unreachable" -> Uni.createFrom().failure(new RuntimeException(new ConnectException("secret-detail")));
            case "list" -> throw ApiException.badRequest(List.of("a", "b"));
            case "conflict" -> throw ApiException.conflict("text").with("errors", List.of(1));
            default -> pool.query(how).execute().replaceWithVoid();
        };
    }
}
