package dev.outdial.campaign;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what somebody has made of a campaign's status into the outbox, in the transaction that makes it so. */
final class Announcement {

    /** Counted, because Hibernate has no type for the nothing that the function returns. */
    private static final String TELL = "SELECT count(*) FROM outbox_campaign_v1(?1, ?2, ?3)";

    private Announcement() {}

    /** Announces a campaign whose status was another one before, in the current transaction. */
    static Uni<Void> of(Campaign campaign, CampaignStatus before, Instant now) {
        String event = event(before, campaign.status);
        return event == null ? Uni.createFrom().voidItem() : tell(campaign.id, event, now);
    }

    private static Uni<Void> tell(UUID id, String event, Instant now) {
        // It is told as it stands in the table.
        return Panache.flush()
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery(TELL, Long.class)
                        .setParameter(1, id)
                        .setParameter(2, event)
                        .setParameter(3, now)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** One that waits for its time has not started; the dialer starts and completes, and announces that itself. */
    private static @Nullable String event(CampaignStatus before, CampaignStatus after) {
        if (before == after) {
            return null;
        }
        return switch (after) {
            case DRAFT, COMPLETED -> null;
            case ACTIVE -> before == CampaignStatus.PAUSED ? "campaign.resumed" : null;
            case RUNNING -> before == CampaignStatus.PAUSED ? "campaign.resumed" : "campaign.started";
            case PAUSED -> "campaign.paused";
            case CANCELLED -> "campaign.cancelled";
        };
    }
}
