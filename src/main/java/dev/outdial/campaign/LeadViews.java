package dev.outdial.campaign;

import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leads with what the queue, the calls that are out and the log say of them, each row read in one statement: a lead is
 * never seen between two places.
 */
@ApplicationScoped
class LeadViews {

    private static final String VIEW = """
            SELECT l.id, l.campaign_id, l.name, l.phone_number, l.notes::text AS notes, l.time_zone, l.priority,
                   l.external_id, l.final, l.end_reason, l.created_at, l.updated_at, l.removed_at,
                   d.due_at, d.zones,
                   (SELECT c.calling_hours::text FROM campaign c WHERE c.id = l.campaign_id AND d.zones > '') AS calling_hours,
                   (SELECT c.time_zone FROM campaign c WHERE c.id = l.campaign_id) AS campaign_time_zone,
                   o.id AS open_call, coalesce(o.id, g.id) AS latest_call, g.status AS last_outcome,
                   coalesce(o.attempt, d.attempt - 1, l.attempts) AS attempts
            """;

    /** Joined by unique indexes: the rows that were chosen are what a read costs, not the campaign's size. */
    private static final String PLACES = """
              LEFT JOIN lead_due d ON d.lead_id = l.id
              LEFT JOIN open_call o ON o.lead_id = l.id
              LEFT JOIN LATERAL (SELECT g.id, g.status FROM call_log g
                                  WHERE g.lead_id = l.id ORDER BY g.attempt DESC LIMIT 1) g ON true
            """;

    private static final String FIND =
            VIEW + """
              FROM lead l
              JOIN campaign c ON c.id = l.campaign_id AND c.kind = 'campaign' AND c.deleted_at IS NULL
            """ + PLACES + " WHERE l.id = $1 AND l.organization_id = $2 AND l.removed_at IS NULL";

    private static final String CHOSEN = """
              FROM lead l
             WHERE l.campaign_id = $1
               AND ($2::text IS NULL OR l.name ILIKE $2 ESCAPE '!' OR l.phone_number ILIKE $2 ESCAPE '!'
                    OR l.external_id ILIKE $2 ESCAPE '!')
            """;

    private static final String BOOKS =
            "SELECT coalesce(sum(%s), 0)::bigint AS total FROM campaign_progress WHERE campaign_id = $1";

    /**
     * Statistics know nothing of the leads of an upload for a minute: by them the planner would sort all of them to show
     * twenty.
     */
    private static final String BY_TIME = "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off";

    /** Calls that are out are few, wherever their leads stand in the order. */
    private static final String BY_CALLS = "SET LOCAL enable_seqscan = off";

    private static final String IN_ORDER = " ORDER BY l.created_at, l.id";

    /** By the keys of the index, so that the last page is as cheap as the first. */
    private static final String AFTER = VIEW + """
              FROM (SELECT l.*
                      FROM lead l
                     WHERE l.campaign_id = $1 AND (l.created_at, l.id) > ($2, $3) AND l.removed_at IS NULL
            """ + IN_ORDER + " LIMIT $4) l" + PLACES + IN_ORDER;

    private static final String NEWEST_FIRST = " ORDER BY l.created_at DESC, l.id DESC";

    private final Pool pool;

    LeadViews(Pool pool) {
        this.pool = pool;
    }

    /** An organization's lead; 404 when there is none, or it was removed, by itself or with its campaign. */
    Uni<LeadView> find(UUID organizationId, UUID id) {
        return find(pool, organizationId, id);
    }

    /** The same, seen from a transaction. */
    Uni<LeadView> find(SqlClient client, UUID organizationId, UUID id) {
        return client.preparedQuery(FIND)
                .mapping(LeadView::of)
                .execute(Tuple.of(id, organizationId))
                .map(rows -> {
                    var row = rows.iterator();
                    if (!row.hasNext()) {
                        throw PublicId.LEAD.notFound();
                    }
                    return row.next();
                });
    }

    /**
     * The next of a campaign's leads that were not removed, in the order in which they came.
     *
     * @param createdAt of the lead before them
     * @param id of the lead before them
     */
    Uni<List<LeadView>> after(UUID campaignId, OffsetDateTime createdAt, UUID id, int limit) {
        return pool.withTransaction(connection -> connection
                .query(BY_TIME)
                .execute()
                .chain(() -> connection
                        .preparedQuery(AFTER)
                        .mapping(LeadView::of)
                        .execute(Tuple.of(campaignId, createdAt, id, limit)))
                .map(rows -> rows.stream().toList()));
    }

    /**
     * One page of a campaign's leads.
     *
     * @param status null for all that were not removed
     * @param part what name, number or external id must hold, in any case; null for everything
     */
    Uni<Page<LeadView>> page(UUID campaignId, @Nullable LeadStatus status, @Nullable String part, Paging paging) {
        String pattern = part == null ? null : "%" + part.replaceAll("[!%_]", "!$0") + "%";
        String count = pattern == null ? count(status) : "SELECT count(*) AS total " + chosen(status);
        Tuple counted = pattern == null ? Tuple.of(campaignId) : Tuple.of(campaignId, pattern);
        Tuple shown = Tuple.of(campaignId, pattern, paging.limit(), paging.offset());
        return pool.withTransaction(connection -> connection
                .query(status == LeadStatus.IN_PROGRESS ? BY_CALLS : BY_TIME)
                .execute()
                .chain(() -> connection.preparedQuery(count).execute(counted))
                .map(rows -> rows.iterator().next().getLong("total"))
                .chain(total -> connection
                        .preparedQuery(page(status))
                        .mapping(LeadView::of)
                        .execute(shown)
                        .map(rows -> Page.of(paging, total, rows.stream().toList()))));
    }

    /** How many leads have this status, from the books where they say so: they are exact, and cheap to read. */
    private static String count(@Nullable LeadStatus status) {
        return switch (status) {
            case null -> BOOKS.formatted("total");
            case COMPLETED -> BOOKS.formatted("completed");
            case FAILED -> BOOKS.formatted("failed");
            case PENDING -> "SELECT count(*) AS total FROM lead_due WHERE campaign_id = $1";
            case IN_PROGRESS -> """
                SELECT count(*) AS total FROM open_call o JOIN lead l ON l.id = o.lead_id
                 WHERE o.campaign_id = $1 AND l.removed_at IS NULL""";
            case REMOVED -> "SELECT count(*) AS total FROM lead WHERE campaign_id = $1 AND removed_at IS NOT NULL";
        };
    }

    private static String chosen(@Nullable LeadStatus status) {
        return CHOSEN + condition(status);
    }

    private static String page(@Nullable LeadStatus status) {
        return VIEW + "FROM (SELECT l.* " + chosen(status) + NEWEST_FIRST + " LIMIT $3 OFFSET $4) l" + PLACES
                + NEWEST_FIRST;
    }

    private static String condition(@Nullable LeadStatus status) {
        return switch (status) {
            case null -> " AND l.removed_at IS NULL";
            case PENDING ->
                " AND l.removed_at IS NULL AND l.final IS NULL AND EXISTS (SELECT FROM lead_due d WHERE d.lead_id = l.id)";
            case IN_PROGRESS ->
                " AND l.removed_at IS NULL AND l.id IN (SELECT o.lead_id FROM open_call o WHERE o.campaign_id = $1)";
            case COMPLETED -> " AND l.removed_at IS NULL AND l.final = 'completed'";
            case FAILED -> " AND l.removed_at IS NULL AND l.final = 'failed'";
            case REMOVED -> " AND l.removed_at IS NOT NULL";
        };
    }
}
