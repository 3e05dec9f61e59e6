package dev.outdial.campaign;

import dev.outdial.agent.Agent;
import dev.outdial.hours.CallingHours;
import dev.outdial.http.ApiException;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A batch that a client asks for, valid but for its file.
 *
 * @param hours at which people are called every day; null for at any
 * @param agentVersionNumber stored and echoed
 * @param terms on which its file is taken
 */
public record NewBatch(
        CampaignSettings settings,
        UUID agentId,
        @Nullable CallingHours hours,
        @Nullable Integer agentVersionNumber,
        Terms terms,
        Instant now) {

    public static final int TITLE_MAX = 35;

    static final String VERSION = "agent_version_number";

    private static final int VERSION_MAX = 1_000_000;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])(?::00)?|(24):(00)(?::00)?");
    private static final String TIME_RULE = "be a time of day such as 09:30";

    /** Reads the fields of a form; 400 for those that cannot be. */
    public static NewBatch read(Input in, Instant now) {
        CampaignSettings settings = CampaignSettings.ofBatch(in, now).forNew();
        settings.name().max(TITLE_MAX);
        Field<Integer> start = in.text("calling_hours_start").as(NewBatch::minute, TIME_RULE);
        Field<Integer> end = in.text("calling_hours_end").as(NewBatch::minute, TIME_RULE);
        Field<Integer> version = in.integer(0, VERSION_MAX, VERSION);
        Terms terms = Terms.ofBatch(in);
        in.verify();
        if (start.isGiven() != end.isGiven()) {
            in.fail((start.isGiven() ? end : start).name() + " should not be empty");
        } else if (start.isGiven() && start.get() >= end.get()) {
            in.fail("calling_hours_end must be later than calling_hours_start");
        }
        in.verify();
        CallingHours hours = start.isGiven() ? CallingHours.daily(start.get(), end.get()) : null;
        return new NewBatch(settings, Objects.requireNonNull(settings.agent()), hours, version.orNull(), terms, now);
    }

    /** Stores it in the current transaction, to be started when it has its leads. */
    Uni<Campaign> store(UUID organizationId) {
        Campaign campaign = Campaign.draft(organizationId, now);
        campaign.kind = CampaignKind.BATCH;
        settings.applyTo(campaign, now);
        campaign.metadata = agentVersionNumber == null ? null : JsonObject.of(VERSION, agentVersionNumber);
        return Origin.of(organizationId, agentId, settings.fromPhoneNumber().orNull(), now)
                .invoke(campaign::callFrom)
                .chain(() -> Agent.get(agentId, organizationId))
                .invoke(agent -> keepHours(campaign, agent))
                .chain(() -> campaign.persist());
    }

    private void keepHours(Campaign campaign, Agent agent) {
        if (hours == null) {
            return;
        }
        campaign.callingHours = hours.json();
        campaign.timeZone = campaign.timeZone == null ? agent.timezone : campaign.timeZone;
        if (campaign.timeZone == null) {
            throw ApiException.badRequest(List.of(
                    "time_zone should not be empty where there are calling hours and the agent has no timezone"));
        }
    }

    private static @Nullable Integer minute(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return null;
        }
        return time.group(3) != null ? 24 * 60 : Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2));
    }
}
