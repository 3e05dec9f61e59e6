package dev.outdial.suppression;

import dev.outdial.http.Page;
import dev.outdial.http.Paging;
import dev.outdial.http.PublicId;
import dev.outdial.phone.PhoneNumbers;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A number that nobody of an organization calls. Entries come by {@link DoNotCall} alone, and never change. */
@Entity
@Immutable
class Suppression extends PanacheEntityBase {

    static final int REASON_MAX = 500;

    private static final String NEWEST_FIRST = " order by createdAt desc, id desc";
    private static final String OF = "organizationId = ?1";
    private static final String NUMBERED = OF + " and phoneNumber = ?2";
    private static final String HOLDING = OF + " and (phoneNumber like ?2 escape '!' or reason ilike ?2 escape '!')";

    @Id
    public UUID id;

    public UUID organizationId;
    /** E.164. */
    public String phoneNumber;
    /** As whoever added it first has put it. */
    public @Nullable String reason;

    public Instant createdAt;

    /** An organization's entry; 404 where it has no such. */
    static Uni<Suppression> known(UUID organizationId, UUID id) {
        return Panache.withSession(() -> Suppression.<Suppression>find(OF + " and id = ?2", organizationId, id)
                        .firstResult())
                .onItem()
                .ifNull()
                .failWith(PublicId.SUPPRESSION::notFound);
    }

    /** The entry of a number that is on the organization's list. */
    static Uni<Suppression> of(UUID organizationId, String phoneNumber) {
        return Panache.withSession(() -> Suppression.<Suppression>find(NUMBERED, organizationId, phoneNumber)
                .singleResult());
    }

    /**
     * A page of an organization's list, newest first.
     *
     * @param part what number or reason must hold, in any case, a whole number being found at once; null for everything
     */
    static Uni<Page<Suppression>> page(UUID organizationId, @Nullable String part, Paging paging) {
        // A query takes hold of a session when it is made, so it must not be made outside of one.
        return Panache.withSession(() -> {
            PanacheQuery<Suppression> found = find(organizationId, part);
            return found.count()
                    .chain(total -> found.range(paging.offset(), paging.last())
                            .<Suppression>list()
                            .map(rows -> Page.of(paging, total, rows)));
        });
    }

    /** Takes an entry off the list; 404 where there is no such. Leads that it has ended stay ended. */
    static Uni<Void> remove(UUID organizationId, UUID id) {
        return Panache.withTransaction(() -> Suppression.delete(OF + " and id = ?2", organizationId, id))
                .invoke(removed -> {
                    if (removed == 0) {
                        throw PublicId.SUPPRESSION.notFound();
                    }
                })
                .replaceWithVoid();
    }

    private static PanacheQuery<Suppression> find(UUID organizationId, @Nullable String part) {
        if (part == null) {
            return find(OF + NEWEST_FIRST, organizationId);
        }
        if (PhoneNumbers.isE164(part)) {
            return find(NUMBERED + NEWEST_FIRST, organizationId, part);
        }
        return find(HOLDING + NEWEST_FIRST, organizationId, "%" + part.replaceAll("[!%_]", "!$0") + "%");
    }
}
