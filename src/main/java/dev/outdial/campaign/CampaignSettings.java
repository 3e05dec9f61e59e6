package dev.outdial.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outdial.agent.PhoneLine;
import dev.outdial.hours.CallingHours;
import dev.outdial.http.ApiException;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.PublicId;
import dev.outdial.http.Text;
import dev.outdial.phone.PhoneNumbers;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client says of a campaign, with the rules that hold alike for a new one and for a change. */
record CampaignSettings(
        Text name,
        Text agentId,
        Text fromPhoneNumber,
        Field<Integer> maxConcurrentCalls,
        Field<Integer> priority,
        RetryConfig.Edit retryConfig,
        Field<Instant> scheduledAt,
        Field<Instant> endsAt,
        Field<CallingHours> callingHours,
        Text timeZone,
        Field<ObjectNode> metadata) {

    static final int NAME_MAX = 200;
    private static final int METADATA_MAX = 16 * 1024;

    static CampaignSettings read(Input in, Instant now) {
        return read(in, now, in.text("name"), in.instant("scheduled_at"));
    }

    /** Reads the same of a batch, for which the public API has other words. */
    static CampaignSettings ofBatch(Input in, Instant now) {
        return read(in, now, in.text("title", "name"), in.instant("starts_at", "scheduled_at"));
    }

    private static CampaignSettings read(Input in, Instant now, Text name, Field<Instant> scheduledAt) {
        return new CampaignSettings(
                name.max(NAME_MAX),
                in.text("agent_id"),
                in.text("from_phone_number").must(PhoneNumbers::isE164, PhoneLine.NUMBER_RULE),
                in.integer(1, Campaign.MAX_CONCURRENT_CALLS_LIMIT, "max_concurrent_calls"),
                in.integer(1, Campaign.PRIORITY_MAX, "priority"),
                RetryConfig.Edit.read(in),
                scheduledAt,
                in.instant("ends_at").must(end -> end.isAfter(now), "be in the future"),
                CallingHours.read(in),
                in.text("time_zone").must(ZoneId.getAvailableZoneIds()::contains, "be a valid IANA time zone"),
                in.json("metadata")
                        .must(given -> size(given) <= METADATA_MAX, "be at most " + METADATA_MAX + " bytes of JSON"));
    }

    /** A new campaign has a name and an agent. */
    CampaignSettings forNew() {
        name.required();
        agentId.required();
        return this;
    }

    /** A change may leave out anything, but take away only what a campaign can be without. */
    CampaignSettings forChange() {
        name.notNull();
        agentId.notNull();
        fromPhoneNumber.notNull();
        maxConcurrentCalls.notNull();
        priority.notNull();
        return this;
    }

    /** The agent that is meant, or null for none; an id that names nothing is a 404. */
    @Nullable
    UUID agent() {
        String id = agentId.orNull();
        return id == null ? null : PublicId.AGENT.uuidOrNotFound(id);
    }

    /**
     * Takes over all that needs no look at other rows.
     *
     * @throws ApiException 400 or 409 where it does not fit the campaign
     */
    void applyTo(Campaign campaign, Instant now) {
        name.ifGiven(given -> campaign.name = given);
        maxConcurrentCalls.ifGiven(given -> campaign.maxConcurrentCalls = given);
        priority.ifGiven(given -> campaign.priority = given);
        campaign.retryConfig =
                retryConfig.applyTo(RetryConfig.of(campaign.retryConfig)).json();
        callingHours.ifSent(given -> campaign.callingHours = given == null ? null : given.json());
        timeZone.ifSent(given -> campaign.timeZone = given);
        if (campaign.callingHours != null && campaign.timeZone == null) {
            throw ApiException.badRequest(List.of("time_zone should not be empty where there are calling_hours"));
        }
        metadata.ifSent(given -> campaign.metadata = given == null ? null : new JsonObject(given.toString()));
        scheduledAt.ifSent(given -> campaign.schedule(given, now));
        endsAt.ifSent(given -> campaign.endsAt = given);
        if ((scheduledAt.isGiven() || endsAt.isGiven())
                && campaign.scheduledAt != null
                && campaign.endsAt != null
                && !campaign.endsAt.isAfter(campaign.scheduledAt)) {
            throw ApiException.badRequest(List.of("ends_at must be later than scheduled_at"));
        }
        campaign.updatedAt = now;
    }

    private static int size(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
