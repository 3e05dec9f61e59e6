package dev.outdial.campaign;

import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A campaign and how far it has come, read in one statement. */
record Standing(Campaign campaign, Progress progress) {

    private static final String LIVE = " where c.organizationId = :organization and c.deletedAt is null";

    private static final String ONE =
            "select c, p from Campaign c join Progress p on p.id = c.id" + LIVE + " and c.id = :id";

    private static final String MATCHES = LIVE + " and c.status in :statuses and c.name ilike :name escape '!'";

    private static final String PAGE = "select c, p from Campaign c join Progress p on p.id = c.id" + MATCHES
            + " order by c.createdAt desc, c.id desc";

    private static final String COUNT = "select count(*) from Campaign c" + MATCHES;

    /** An organization's campaign; 404 when it has no such. */
    static Uni<Standing> of(UUID organizationId, UUID campaignId) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(ONE, Object[].class)
                        .setParameter("organization", organizationId)
                        .setParameter("id", campaignId)
                        .getResultList())
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw PublicId.CAMPAIGN.notFound();
                    }
                    return of(rows.getFirst());
                }));
    }

    /** A campaign that was just made: nobody can have added a lead. */
    static Standing ofNew(Campaign campaign) {
        return new Standing(campaign, Progress.none());
    }

    /** A changed campaign with its progress of now. */
    static Uni<Standing> of(Campaign changed) {
        return Panache.withSession(() -> Progress.of(changed.id)).map(progress -> new Standing(changed, progress));
    }

    /**
     * A page of an organization's campaigns, newest first, with the number of all.
     *
     * @param nameContains taken literally, whatever its case; empty for any name
     */
    static Uni<Page<Standing>> page(
            UUID organizationId, Collection<CampaignStatus> statuses, String nameContains, Paging paging) {
        String name = "%" + nameContains.replaceAll("[!%_]", "!$0") + "%";
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(COUNT, Long.class)
                        .setParameter("organization", organizationId)
                        .setParameter("statuses", statuses)
                        .setParameter("name", name)
                        .getSingleResult()
                        .chain(total -> session.createSelectionQuery(PAGE, Object[].class)
                                .setParameter("organization", organizationId)
                                .setParameter("statuses", statuses)
                                .setParameter("name", name)
                                .setFirstResult(paging.offset())
                                .setMaxResults(paging.limit())
                                .getResultList()
                                .map(rows -> Page.of(paging, total, standings(rows))))));
    }

    private static List<Standing> standings(List<Object[]> rows) {
        return rows.stream().map(Standing::of).toList();
    }

    private static Standing of(Object[] row) {
        return new Standing((Campaign) row[0], (Progress) row[1]);
    }
}
