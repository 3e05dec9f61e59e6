package dev.outdial.campaign;

import dev.outdial.http.Field;
import dev.outdial.http.Input;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A campaign that a client asks for, valid in itself. */
record NewCampaign(CampaignSettings settings, UUID agentId, boolean draft, Instant now) {

    /** The one status that can be asked for; the others follow from the schedule. */
    private enum Asked {
        DRAFT
    }

    static NewCampaign read(Input in, Instant now) {
        CampaignSettings settings = CampaignSettings.read(in, now).forNew();
        Field<Asked> status = in.choice(Asked.class, "status");
        in.verify();
        return new NewCampaign(settings, Objects.requireNonNull(settings.agent()), status.isGiven(), now);
    }

    /** Stores it in the current transaction, and starts it unless a draft is wanted. */
    Uni<Campaign> store(UUID organizationId) {
        Campaign campaign = Campaign.draft(organizationId, now);
        settings.applyTo(campaign, now);
        if (!draft) {
            campaign.start(now);
        }
        return Origin.of(organizationId, agentId, settings.fromPhoneNumber().orNull(), now)
                .invoke(campaign::callFrom)
                .chain(() -> campaign.persist());
    }
}
