package dev.outdial.campaign;

import dev.outdial.http.ApiException;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A partial change of a campaign. All of it happens, or nothing. */
record CampaignEdit(
        CampaignSettings settings,
        @Nullable UUID agentId,
        @Nullable Wanted status,
        Instant now) {

    private static final String WAS_CALLED = """
            SELECT EXISTS (SELECT FROM open_call o WHERE o.organization_id = ?1 AND o.campaign_id = ?2)
                OR EXISTS (SELECT FROM campaign_progress p WHERE p.campaign_id = ?2 AND p.attempts > 0)
            """;

    /** The statuses that can be asked for, each by an action. */
    private enum Wanted {
        PAUSED,
        RUNNING,
        CANCELLED;

        CampaignAction from(CampaignStatus status) {
            return switch (this) {
                case PAUSED -> CampaignAction.PAUSE;
                case RUNNING -> status == CampaignStatus.DRAFT ? CampaignAction.START : CampaignAction.RESUME;
                case CANCELLED -> CampaignAction.CANCEL;
            };
        }
    }

    static CampaignEdit read(Input in, Instant now) {
        CampaignSettings settings = CampaignSettings.read(in, now).forChange();
        Field<Wanted> status = in.choice(Wanted.class, "status").notNull();
        in.verify();
        return new CampaignEdit(settings, settings.agent(), status.orNull(), now);
    }

    /** Changes a campaign that the current transaction has locked. */
    Uni<Void> applyTo(Campaign campaign) {
        settings.applyTo(campaign, now);
        if (status != null) {
            campaign.perform(status.from(campaign.status), now);
        }
        UUID agent = agentId == null ? campaign.agentId : agentId;
        String number = settings.fromPhoneNumber().or(campaign.fromPhoneNumber);
        if (agent.equals(campaign.agentId) && number.equals(campaign.fromPhoneNumber)) {
            return Uni.createFrom().voidItem();
        }
        return wasCalled(campaign)
                .invoke(CampaignEdit::refuse)
                .chain(() -> Origin.of(campaign.organizationId, agent, number, now))
                .invoke(campaign::callFrom)
                .replaceWithVoid();
    }

    /** After the locks, in a statement of its own: what a claim or a settle did meanwhile counts. */
    private static Uni<Boolean> wasCalled(Campaign campaign) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WAS_CALLED, Boolean.class)
                        .setParameter(1, campaign.organizationId)
                        .setParameter(2, campaign.id)
                        .getSingleResult());
    }

    private static void refuse(boolean wasCalled) {
        if (wasCalled) {
            throw ApiException.conflict(
                    "agent_id and from_phone_number cannot be changed once a call of the campaign was placed");
        }
    }
}
