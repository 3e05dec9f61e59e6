package dev.outdial.campaign;

import dev.outdial.account.DoNotCall;
import dev.outdial.http.ApiException;
import dev.outdial.http.Once;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
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

    private static final String ADD = "SELECT add_leads_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS added";

    private static final String COUNT = "SELECT leads_added_v1($1, $2, $3, $4) AS status";

    private static final String REMOVE = "SELECT remove_lead_v1($1, $2, $3, $4) AS answer";

    private static final String GONE = "SELECT deleted_at IS NOT NULL AS gone FROM campaign WHERE id = $1";

    private final Pool pool;
    private final InstantSource clock;
    private final DoNotCall doNotCall;
    private final Once once;
    private final Event<LeadsDue> leadsDue;

    Enrollment(Pool pool, InstantSource clock, DoNotCall doNotCall, Once once, Event<LeadsDue> leadsDue) {
        this.pool = pool;
        this.clock = clock;
        this.doNotCall = doNotCall;
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
     * Stores one lead, or ends the request with 409 when nobody may call it.
     *
     * @param answer what the client is told, seen from the same transaction
     */
    <T> Uni<T> add(Campaign campaign, NewLead lead, Function<SqlConnection, Uni<T>> answer) {
        return add(campaign, lead, clock.instant(), answer);
    }

    /** The same, at a time that somebody was told. */
    <T> Uni<T> add(Campaign campaign, NewLead lead, Instant at, Function<SqlConnection, Uni<T>> answer) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        return once.onConnection(connection -> doNotCall
                        .among(connection, campaign.organizationId, List.of(lead.phoneNumber()))
                        .invoke(listed -> listed.forEach(Enrollment::refuse))
                        .chain(() -> add(connection, campaign, false, List.of(lead), now))
                        .chain(added -> count(connection, campaign, added, now))
                        .chain(() -> answer.apply(connection)))
                .invoke(() -> leadsDue.fire(new LeadsDue()));
    }

    /** Stores what the terms allow of many leads, in their order; a failure leaves nothing behind. */
    Uni<RestResponse<LeadsAdded>> add(Campaign campaign, Terms terms, LeadSource leads) {
        return add(campaign, terms, leads, once::onConnection);
    }

    /** The same in a campaign that nobody knows yet: what makes it known is what is done once. */
    Uni<RestResponse<LeadsAdded>> fill(Campaign campaign, Terms terms, LeadSource leads) {
        return add(campaign, terms, leads, pool::withTransaction);
    }

    private Uni<RestResponse<LeadsAdded>> add(
            Campaign campaign, Terms terms, LeadSource leads, Transactions transactions) {
        Screening screening = new Screening(doNotCall, campaign.organizationId, leads);
        if (terms.mode() == Terms.Mode.DRY_RUN) {
            return leads.chunks()
                    .onItem()
                    .transformToUniAndConcatenate(chunk -> screening.pass(pool, chunk.leads()))
                    .onItem()
                    .ignoreAsUni()
                    .map(read -> LeadsAdded.dry(campaign, screening.tally()).response());
        }
        boolean strict = terms.mode() == Terms.Mode.STRICT;
        OffsetDateTime now = now();
        return transactions
                .run(connection -> leads.chunks()
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> screening
                                .pass(connection, chunk.leads())
                                // What will be rolled back need not be stored, only looked at.
                                .chain(good -> good.isEmpty() || (strict && chunk.wrong() + screening.found() > 0)
                                        ? Uni.createFrom().item(0)
                                        : add(connection, campaign, terms.skipDuplicates(), good, now)))
                        .collect()
                        .with(Collectors.summingInt(added -> added))
                        .invoke(added -> refuseIfWrong(strict, screening.tally()))
                        .call(added -> count(connection, campaign, added, now))
                        .map(added -> LeadsAdded.of(campaign, screening.tally(), added)
                                .response()))
                .invoke(() -> leadsDue.fire(new LeadsDue()));
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

    /** Whose transaction leads are stored in. */
    private interface Transactions {
        Uni<RestResponse<LeadsAdded>> run(Function<SqlConnection, Uni<RestResponse<LeadsAdded>>> work);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** The answer to a number that is on the do-not-call list. */
    static ApiException suppressed(String phoneNumber) {
        return ApiException.conflict(phoneNumber + " is on the do-not-call list");
    }

    private static void refuse(String phoneNumber) {
        throw suppressed(phoneNumber);
    }

    private static void refuseIfWrong(boolean strict, LeadTally tally) {
        if (strict && tally.wrong() > 0) {
            throw tally.refusal();
        }
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
                .addArrayOfString(column(chunk, NewLead::externalId, String[]::new))
                .addArrayOfString(column(chunk, NewLead::zones, String[]::new));
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
