package dev.outdial.call;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.outdial.account.Caller;
import dev.outdial.account.DoNotCall;
import dev.outdial.account.DoNotCall.Entry;
import dev.outdial.account.KeyOptional;
import dev.outdial.http.Input;
import dev.outdial.http.Once;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
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

/**
 * Takes what voice agents have learned from their calls: while one is out, when it is over, or days after, in one piece or
 * in several. Nothing of a call's own course waits for it.
 */
@Tag(ref = "Calls")
@Path("/v1/calls/{callId}/result")
class CallResultResource {

    private static final String CALL = "SELECT organization_id, phone_number FROM call_entry WHERE id = $1";

    private static final String PUT = """
            SELECT body::text AS body, transcript::text AS transcript, created_at, updated_at
              FROM put_result_v1($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6)
            """;

    private final Caller caller;
    private final DoNotCall doNotCall;
    private final Pool pool;
    private final InstantSource clock;
    private final Once once;

    CallResultResource(Caller caller, DoNotCall doNotCall, Pool pool, InstantSource clock, Once once) {
        this.caller = caller;
        this.doNotCall = doNotCall;
        this.pool = pool;
        this.clock = clock;
        this.once = once;
    }

    @POST
    @KeyOptional
    @Operation(operationId = "putCallResult", summary = "Tell what the voice agent has learned from a call")
    @Parameter(
            name = "token",
            in = ParameterIn.QUERY,
            description =
                    "The call's own token, its variable result_token; also taken as the bearer, instead of a key.",
            schema = @Schema(implementation = String.class))
    @RequestBodySchema(ResultBodies.Result.class)
    @APIResponse(responseCode = "200", description = "The result is more complete now, or the same.")
    @APIResponse(
            responseCode = "201",
            description = "The first result of the call.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResultView.class)))
    public Uni<RestResponse<ResultView>> put(String callId, Input in) {
        UUID call = PublicId.CALL.uuidOrNotFound(callId);
        UUID organizationId = caller.isKnown() ? caller.organizationId() : null;
        ResultInput said = ResultInput.read(in);
        return once.repeatable(() -> DoNotCall.insisting(
                        pool.withTransaction(connection -> put(connection, call, organizationId, said)))
                .call(written -> said.optOut()
                        ? doNotCall.silence(written.organizationId())
                        : Uni.createFrom().voidItem())
                .map(written -> written.view().answer()));
    }

    /** @param organizationId whose the call must be; null where {@link TokenFilter} has found its token */
    private Uni<Written> put(SqlConnection connection, UUID call, @Nullable UUID organizationId, ResultInput said) {
        return connection.preparedQuery(CALL).execute(Tuple.of(call)).chain(rows -> {
            RowIterator<Row> row = rows.iterator();
            Row found = row.hasNext() ? row.next() : null;
            if (found == null || (organizationId != null && !organizationId.equals(found.getUUID("organization_id")))) {
                throw PublicId.CALL.notFound();
            }
            return put(connection, call, found, said);
        });
    }

    private Uni<Written> put(SqlConnection connection, UUID call, Row found, ResultInput said) {
        UUID organizationId = found.getUUID("organization_id");
        Tuple parameters = Tuple.tuple()
                .addUUID(organizationId)
                .addUUID(call)
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                .addString(said.body().toString())
                .addString(Objects.toString(said.transcript(), null))
                .addArrayOfString(said.cleared().toArray(String[]::new));
        return connection
                .preparedQuery(PUT)
                .execute(parameters)
                .map(rows -> new Written(
                        organizationId, ResultView.of(call, rows.iterator().next())))
                .call(written -> said.optOut()
                        ? doNotCall.add(connection, organizationId, List.of(optOut(call, found)))
                        : Uni.createFrom().voidItem());
    }

    private static Entry optOut(UUID call, Row found) {
        return new Entry(found.getString("phone_number"), "opted out in " + PublicId.CALL.text(call));
    }

    private record Written(UUID organizationId, ResultView view) {}

    /** A call's result as it is now. */
    @Schema(name = "CallResult")
    record ResultView(
            String callId,

            @JsonRawValue @Schema(description = "As it was sent.") @Nullable
            Object transcript,

            @Nullable String summary,
            @Nullable String sentiment,
            @Nullable Object extracted,
            @Nullable String recordingUrl,
            @Nullable String disposition,
            boolean optOut,
            @Nullable String endedBy,
            Instant createdAt,
            Instant updatedAt) {

        static ResultView of(UUID call, Row row) {
            JsonObject body = new JsonObject(row.getString("body"));
            JsonObject extracted = body.getJsonObject("extracted");
            return new ResultView(
                    PublicId.CALL.text(call),
                    row.getString("transcript"),
                    body.getString("summary"),
                    body.getString("sentiment"),
                    extracted == null ? null : extracted.getMap(),
                    body.getString("recording_url"),
                    body.getString("disposition"),
                    body.getBoolean("opt_out", false),
                    body.getString("ended_by"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getOffsetDateTime("updated_at").toInstant());
        }

        RestResponse<ResultView> answer() {
            boolean first = createdAt.equals(updatedAt);
            return RestResponse.status(first ? RestResponse.Status.CREATED : RestResponse.Status.OK, this);
        }
    }
}
