package dev.outdial.call;

import dev.outdial.http.Field;
import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.Query;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Calls as the older half of the public API lists them, chosen by the query of a request. */
public final class CallList {

    /** Rows on a page. */
    public static final int LIMIT_MAX = 200;

    private CallList() {}

    /** A page of an organization's calls. */
    public static Uni<Page<CallView>> of(Query query, UUID organizationId) {
        Field<Paging> paging = query.paging(LIMIT_MAX);
        return page(CallFilters.ofCalls(query, organizationId), paging.get());
    }

    /** A page of the calls that one campaign or batch has made. */
    public static Uni<Page<CallView>> ofCampaign(Query query, UUID organizationId, UUID campaignId) {
        Field<Paging> paging = query.paging(LIMIT_MAX);
        return page(CallFilters.ofCalls(query, organizationId).ofCampaign(campaignId), paging.get());
    }

    private static Uni<Page<CallView>> page(CallFilters filters, Paging paging) {
        // A query takes hold of a session when it is made, so it must not be made outside of one.
        return Panache.withSession(() -> {
            PanacheQuery<CallEntry> found = filters.find();
            return found.count()
                    .chain(total -> found.range(paging.offset(), paging.last())
                            .<CallEntry>list()
                            .map(rows -> Page.of(
                                    paging,
                                    total,
                                    rows.stream().map(CallView::of).toList())));
        });
    }
}
