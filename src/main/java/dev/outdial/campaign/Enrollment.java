package dev.outdial.campaign;

import dev.outdial.http.ApiException;
import dev.outdial.http.Once;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How leads come into campaigns, all of a request or none, and leave them. */
@ApplicationScoped
class Enrollment {

    /** Leads stored by one statement: enough to make round trips cheap, few enough to hold in memory. */
    static final int CHUNK = 2_000;

    private static final String ADD = "SELECT add_leads_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS added";

    private static final String COUNT = "SELECT leads_added_v1($1, $2, $3, $4) AS status";

    private static final String REMOVE = "SELECT remove_lead_v1($1, $2, $3, $4) AS answer";

    private static final String GONE = "SELECT deleted_at IS NOT NULL AS gone FROM campaign WHERE id = $1";

    private final Pool pool;
    private final InstantSource clock;
    private final Once once;
    private final Event<LeadsDue> leadsDue;

    Enrollment(Pool pool, InstantSource clock, Once once, Event<LeadsDue> leadsDue) {
        this.pool = pool;
        this.clock = clock;
        this.once = once;
        this.leadsDue = leadsDue;
    }

    /** The campaign that leads are meant for; 404 when it is unknown, 409 when it takes none. */
    Uni<Campaign> campaign(UUID organizationId, UUID id) {
        return Campaign.known(organizationId, id).invoke(campaign -> {
            if (campaign.status == CampaignStatus.CANCELLED) {
                throw cancelled();
            }
        });
    }

    /**
     * Stores leads in their order.
     *
     * @param skipDuplicates whether a number that the campaign has already is left out
     * @param chunks asked for one at a time, each after the last was written; a failure leaves nothing behind
     * @param answer what the client is told, from the same transaction and the number of those that were stored
     */
    <T> Uni<T> add(
            Campaign campaign,
            boolean skipDuplicates,
            Multi<List<NewLead>> chunks,
            BiFunction<SqlConnection, Integer, Uni<T>> answer) {
        OffsetDateTime now = now();
        return once.onConnection(connection -> chunks.onItem()
                        .transformToUniAndConcatenate(chunk -> add(connection, campaign, skipDuplicates, chunk, now))
                        .collect()
                        .with(Collectors.summingInt(added -> added))
                        .call(added -> count(connection, campaign, added, now))
                        .chain(added -> answer.apply(connection, added)))
                .invoke(() -> leadsDue.fire(new LeadsDue()));
    }

    /** Stores what the terms allow of leads that were judged before, or ends the request with 400. */
    Uni<RestResponse<LeadsAdded>> add(Campaign campaign, Terms terms, LeadTally tally, Multi<List<NewLead>> leads) {
        if (terms.mode() == Terms.Mode.DRY_RUN) {
            return Uni.createFrom().item(LeadsAdded.dry(campaign, tally).response());
        }
        if (terms.mode() == Terms.Mode.STRICT && tally.wrong() > 0) {
            return Uni.createFrom().failure(tally.refusal());
        }
        return add(
                campaign,
                terms.skipDuplicates(),
                leads,
                (_, added) -> Uni.createFrom()
                        .item(LeadsAdded.of(campaign, tally, added).response()));
    }

    /** Takes a lead out of its campaign, or ends the request with 404 or 409. A call that is out goes on. */
    Uni<Void> remove(UUID organizationId, UUID leadId) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(organizationId, leadId, Progress.API_SHARD, now()))
                .map(rows -> rows.iterator().next().getString("answer"))
                .invoke(answer -> {
                    switch (answer) {
                        case "removed" -> {}
                        case "unknown" -> throw PublicId.LEAD.notFound();
                        case "closed" ->
                            throw ApiException.conflict(
                                    "A lead cannot be removed from a completed or cancelled campaign");
                        default -> throw new IllegalStateException(answer);
                    }
                })
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Uni<Integer> add(
            SqlConnection connection,
            Campaign campaign,
            boolean skipDuplicates,
            List<NewLead> chunk,
            OffsetDateTime now) {
        Tuple parameters = Tuple.tuple()
                .addUUID(campaign.id)
                .addUUID(campaign.organizationId)
                .addOffsetDateTime(now)
                .addBoolean(skipDuplicates)
                .addArrayOfUUID(column(chunk, NewLead::id, UUID[]::new))
                .addArrayOfString(column(chunk, NewLead::phoneNumber, String[]::new))
                .addArrayOfString(column(chunk, NewLead::name, String[]::new))
                .addArrayOfString(column(chunk, NewLead::notes, String[]::new))
                .addArrayOfString(column(chunk, NewLead::timeZone, String[]::new))
                .addArrayOfInteger(column(chunk, NewLead::priority, Integer[]::new))
                .addArrayOfString(column(chunk, NewLead::externalId, String[]::new));
        return connection
                .preparedQuery(ADD)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getInteger("added"));
    }

    /** Last of all, because it holds the campaign's row, which the dialer needs. */
    private static Uni<Void> count(SqlConnection connection, Campaign campaign, int added, OffsetDateTime now) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(campaign.id, Progress.API_SHARD, added, now))
                .map(rows -> rows.iterator().next().getString("status"))
                .chain(status -> status == null
                        ? refused(connection, campaign)
                        : Uni.createFrom().voidItem());
    }

    /** It was deleted or cancelled while the leads were being read. */
    private static Uni<Void> refused(SqlConnection connection, Campaign campaign) {
        return connection
                .preparedQuery(GONE)
                .execute(Tuple.of(campaign.id))
                .map(rows -> rows.iterator().next().getBoolean("gone"))
                .chain(gone -> Uni.createFrom().failure(gone ? PublicId.CAMPAIGN.notFound() : cancelled()));
    }

    private static ApiException cancelled() {
        return ApiException.conflict("A cancelled campaign takes no further leads");
    }

    private static <T> T[] column(List<NewLead> chunk, Function<NewLead, @Nullable T> field, IntFunction<T[]> array) {
        return chunk.stream().map(field).toArray(array);
    }
}
