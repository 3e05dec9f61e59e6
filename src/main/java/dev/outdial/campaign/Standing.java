package dev.outdial.campaign;

import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** A campaign and how far it has come, read in one statement. */
record Standing(Campaign campaign, Progress progress, Instant now) {

    private static final String LIVE =
            " where c.organizationId = :organization and c.kind = :kind and c.deletedAt is null";

    private static final String ONE =
            "select c, p from Campaign c join Progress p on p.id = c.id" + LIVE + " and c.id = :id";

    /** What {@link #status} says, for those who ask for one of the two only. */
    private static final String STATUS =
            " case when c.status = :running and p.opensAt > :now then :active else c.status end";

    private static final String MATCHES = " in :statuses and c.name ilike :name escape '!'";

    /** An organization's campaign; 404 when it has no such. */
    static Uni<Standing> of(UUID organizationId, UUID campaignId, Instant now) {
        return of(organizationId, CampaignKind.CAMPAIGN, campaignId, now);
    }

    /** The same with one of any kind. */
    static Uni<Standing> of(UUID organizationId, CampaignKind kind, UUID campaignId, Instant now) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(ONE, Object[].class)
                        .setParameter("organization", organizationId)
                        .setParameter("kind", kind)
                        .setParameter("id", campaignId)
                        .getResultList())
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw kind.notFound();
                    }
                    return of(rows.getFirst(), now);
                }));
    }

    /** A campaign that was just made: nobody can have added a lead. */
    static Standing ofNew(Campaign campaign, Instant now) {
        return new Standing(campaign, Progress.none(), now);
    }

    /** A changed campaign with its progress of now. */
    static Uni<Standing> of(Campaign changed, Instant now) {
        return Panache.withSession(() -> Progress.of(changed.id)).map(progress -> new Standing(changed, progress, now));
    }

    /**
     * A page of an organization's campaigns, newest first, with the number of all.
     *
     * @param nameContains taken literally, whatever its case; empty for any name
     */
    static Uni<Page<Standing>> page(
            UUID organizationId,
            CampaignKind kind,
            Collection<CampaignStatus> statuses,
            String nameContains,
            Paging paging,
            Instant now) {
        Chosen chosen =
                new Chosen(organizationId, kind, statuses, "%" + nameContains.replaceAll("[!%_]", "!$0") + "%", now);
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> chosen.bind(session.createSelectionQuery(chosen.count(), Long.class))
                        .getSingleResult()
                        .chain(total -> chosen.bind(session.createSelectionQuery(chosen.page(), Object[].class))
                                .setFirstResult(paging.offset())
                                .setMaxResults(paging.limit())
                                .getResultList()
                                .map(rows -> Page.of(paging, total, standings(rows, now))))));
    }

    /** The status as clients see it: a campaign that runs, but may call nobody at this time, is active. */
    CampaignStatus status() {
        return isOutsideHours() ? CampaignStatus.ACTIVE : campaign.status;
    }

    /** Why it has that status, where that is not obvious. */
    @Nullable
    String statusReason() {
        return isOutsideHours() ? "Outside the calling hours of every lead that waits" : campaign.statusReason;
    }

    private boolean isOutsideHours() {
        return campaign.status == CampaignStatus.RUNNING && progress.opensAt != null && progress.opensAt.isAfter(now);
    }

    private static List<Standing> standings(List<Object[]> rows, Instant now) {
        return rows.stream().map(row -> of(row, now)).toList();
    }

    private static Standing of(Object[] row, Instant now) {
        return new Standing((Campaign) row[0], (Progress) row[1], now);
    }

    /** Which campaigns a page is of. */
    private record Chosen(
            UUID organizationId, CampaignKind kind, Collection<CampaignStatus> statuses, String name, Instant now) {

        String page() {
            return "select c, p from Campaign c join Progress p on p.id = c.id" + LIVE + " and" + status() + MATCHES
                    + " order by c.createdAt desc, c.id desc";
        }

        /** Looks at the progress of campaigns only where it must. */
        String count() {
            return "select count(*) from Campaign c" + (tellsApart() ? " join Progress p on p.id = c.id" : "") + LIVE
                    + " and" + status() + MATCHES;
        }

        <T> SelectionQuery<T> bind(SelectionQuery<T> query) {
            query.setParameter("organization", organizationId)
                    .setParameter("kind", kind)
                    .setParameter("statuses", statuses)
                    .setParameter("name", name);
            return tellsApart()
                    ? query.setParameter("running", CampaignStatus.RUNNING)
                            .setParameter("active", CampaignStatus.ACTIVE)
                            .setParameter("now", now)
                    : query;
        }

        private String status() {
            return tellsApart() ? STATUS : " c.status";
        }

        private boolean tellsApart() {
            return statuses.contains(CampaignStatus.RUNNING) != statuses.contains(CampaignStatus.ACTIVE);
        }
    }
}
