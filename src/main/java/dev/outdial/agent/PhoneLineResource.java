package dev.outdial.agent;

import dev.outdial.account.Caller;
import dev.outdial.carrier.Carrier;
import dev.outdial.http.ApiException;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Message;
import dev.outdial.http.Once;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.quarkus.arc.All;
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
import java.math.BigDecimal;
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

/**
 * The caller numbers of an organization and their limits. A campaign may also name a number that is not here: it is added
 * then, with the operator's carrier and no limits.
 */
@Tag(ref = "Phone numbers")
@Path("/v1/organization-phone-numbers")
class PhoneLineResource {

    private final Caller caller;
    private final InstantSource clock;
    private final Once once;
    private final List<String> carriers;

    PhoneLineResource(Caller caller, InstantSource clock, Once once, @All List<Carrier> carriers) {
        this.caller = caller;
        this.clock = clock;
        this.once = once;
        this.carriers = carriers.stream().map(Carrier::kind).sorted().toList();
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createPhoneNumber", summary = "Register a caller number")
    @RequestBodySchema(LineBodies.New.class)
    @Conflicts("The organization has the number already.")
    public Uni<LineView> create(Input in) {
        Text number = in.text("phone_number").required().must(PhoneLine::isCallerNumber, PhoneLine.NUMBER_RULE);
        Text carrier = in.text("carrier")
                .must(carriers::contains, "be one of the following values: " + String.join(", ", carriers));
        Limits limits = Limits.read(in);
        PhoneLine line = PhoneLine.of(caller.organizationId(), number.get(), clock.instant());
        line.carrier = carrier.orNull();
        limits.applyTo(line);
        return once.transaction(() -> line.add().map(added -> {
            if (!added) {
                throw ApiException.conflict("The organization has this phone number already");
            }
            return LineView.of(line);
        }));
    }

    @GET
    @Operation(operationId = "listPhoneNumbers", summary = "List the caller numbers")
    @Parameter(ref = "page")
    @Parameter(ref = "limit")
    public Uni<Lines> list(@Context UriInfo uri) {
        Paging paging = Query.of(uri).paging().get();
        return Panache.withSession(() -> page(caller.organizationId(), paging));
    }

    // A query takes hold of a session when it is made, so it must not be made outside of one.
    private static Uni<Lines> page(UUID organizationId, Paging paging) {
        PanacheQuery<PhoneLine> all =
                PhoneLine.find("organizationId = ?1 order by createdAt desc, id desc", organizationId);
        return all.count()
                .chain(total -> all.range(paging.offset(), paging.last())
                        .<PhoneLine>list()
                        .map(rows -> Lines.of(rows, total, paging)));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getPhoneNumber", summary = "Look at a caller number")
    public Uni<LineView> get(String id) {
        UUID lineId = PublicId.PHONE_NUMBER.uuidOrNotFound(id);
        return Panache.withSession(() -> PhoneLine.get(lineId, caller.organizationId()))
                .map(LineView::of);
    }

    /** A lower limit drains: calls that are out go on. */
    @PATCH
    @Path("/{id}")
    @Operation(
            operationId = "changePhoneNumber",
            summary = "Change a caller number's name and limits; a lower limit drains")
    @RequestBodySchema(LineBodies.Change.class)
    public Uni<LineView> change(String id, Input in) {
        UUID lineId = PublicId.PHONE_NUMBER.uuidOrNotFound(id);
        Limits limits = Limits.read(in);
        in.verify();
        return Panache.withTransaction(
                        () -> PhoneLine.change(lineId, caller.organizationId()).invoke(limits::applyTo))
                .map(LineView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deletePhoneNumber", summary = "Delete a caller number")
    @Conflicts("A campaign or an agent has the number.")
    public Uni<Message> delete(String id) {
        UUID lineId = PublicId.PHONE_NUMBER.uuidOrNotFound(id);
        return Panache.withTransaction(
                        () -> PhoneLine.change(lineId, caller.organizationId()).chain(PhoneLine::remove))
                .replaceWith(new Message("Phone number deleted."));
    }

    /** What can be changed of a line: a field that is left out stays, null takes it away. */
    record Limits(Text name, Field<BigDecimal> callsPerSecond, Field<Integer> maxConcurrentCalls) {

        private static final BigDecimal SLOWEST = new BigDecimal("0.001");
        private static final BigDecimal FASTEST = new BigDecimal("1000");
        private static final int DECIMALS = 3;

        static Limits read(Input in) {
            return new Limits(
                    in.text("name", "label", "nickname").max(200),
                    in.decimal(SLOWEST, FASTEST, "calls_per_second")
                            .must(
                                    rate -> rate.stripTrailingZeros().scale() <= DECIMALS,
                                    "have at most " + DECIMALS + " decimal places"),
                    in.integer(1, 10_000, "max_concurrent_calls"));
        }

        void applyTo(PhoneLine line) {
            name.ifSent(given -> line.name = given);
            callsPerSecond.ifSent(given -> line.callsPerSecond = given);
            maxConcurrentCalls.ifSent(given -> line.maxConcurrentCalls = given);
        }
    }

    /**
     * A page of an organization's caller numbers.
     *
     * @param total how many there are in all
     */
    record Lines(List<LineView> items, long total, int page, int limit) {

        static Lines of(List<PhoneLine> rows, long total, Paging paging) {
            return new Lines(rows.stream().map(LineView::of).toList(), total, paging.page(), paging.limit());
        }
    }

    /**
     * A caller number.
     *
     * @param carrier null for the operator's usual one
     * @param callsPerSecond null for no limit of its own
     * @param maxConcurrentCalls null for no limit of its own
     * @param status always that it can be called from
     * @param provider its carrier, or that it has a SIP trunk of its own
     * @param terminationUri where that trunk takes calls
     * @param throttledUntil nothing starts on it until then, because its carrier asked to slow down; null or past if not
     * @param pausedUntil nothing starts on it until then, because calls from it failed at the carrier, and after that one
     *     call at a time until one has gone well; null while it is well
     */
    record LineView(
            String id,
            String phoneNumber,
            @Nullable String name,
            @Nullable String carrier,
            @Nullable BigDecimal callsPerSecond,
            @Nullable Integer maxConcurrentCalls,
            String status,
            @Nullable String provider,
            boolean sipTrunkEnabled,
            @Nullable String terminationUri,
            @Nullable String sipUsername,
            @Nullable Instant throttledUntil,
            @Nullable Instant pausedUntil,
            Instant createdAt) {

        private static final String ACTIVE = "active";
        private static final String SIP_TRUNK = "sip_trunk";

        static LineView of(PhoneLine line) {
            return new LineView(
                    PublicId.PHONE_NUMBER.text(line.id),
                    line.phoneNumber,
                    line.name,
                    line.carrier,
                    plain(line.callsPerSecond),
                    line.maxConcurrentCalls,
                    ACTIVE,
                    line.terminationUri == null ? line.carrier : SIP_TRUNK,
                    line.terminationUri != null,
                    line.terminationUri,
                    line.sipUsername,
                    line.heldUntil,
                    line.brokenUntil,
                    line.createdAt);
        }

        /** 10, neither 10.000 nor 1E+1. */
        private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
            if (number == null) {
                return null;
            }
            BigDecimal bare = number.stripTrailingZeros();
            return bare.setScale(Math.max(0, bare.scale()));
        }
    }
}
