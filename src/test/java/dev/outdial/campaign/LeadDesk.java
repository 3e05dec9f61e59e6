package dev.outdial.campaign;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.Tenant;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/**
 * An organization with a campaign, for tests of what the API says of its leads.
 *
 * @param rows of the service's own database
 * @param campaign the campaign's UUID
 */
record LeadDesk(Tenant tenant, CampaignRows rows, UUID campaign) {

    static final String LEADS = "/v1/campaigns-leads";

    /** A campaign that dials nothing, with a caller number in India. */
    static LeadDesk draft(Pool pool) {
        return with(pool, "draft", "+912234567890");
    }

    /** A campaign in this status, which calls from this number. */
    static LeadDesk with(Pool pool, String status, String callerNumber) {
        Tenant tenant = Tenant.create();
        Instant now = Instant.now();
        CampaignRows rows = new CampaignRows(pool, now);
        UUID organization = PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
        UUID agent = Ids.next();
        UUID line = Ids.next();
        UUID campaign = Ids.next();
        rows.run("""
                INSERT INTO agent (id, organization_id, title, route, ring_duration_sec, max_call_duration_sec,
                                   default_dynamic_variables, voicemail_detection, settings, created_at, updated_at)
                VALUES ($1, $2, 'Asha', '{"kind": "simulated"}', 30, 600, '{}', true, '{}', $3, $3)
                """, Tuple.of(agent, organization, CampaignRows.time(now)));
        rows.run(
                "INSERT INTO phone_line (id, organization_id, phone_number, created_at) VALUES ($1, $2, $3, $4)",
                Tuple.of(line, organization, callerNumber, CampaignRows.time(now)));
        rows.run(
                """
                INSERT INTO campaign (id, organization_id, name, agent_id, line_id, from_phone_number, status,
                                      max_concurrent_calls, priority, retry_config, created_at, updated_at)
                VALUES ($1, $2, 'Test', $3, $4, $5, $6, 100, 5,
                        '{"max_retries": 0, "retry_interval_minutes": 1, "retry_on": []}', $7, $7)
                """,
                Tuple.tuple()
                        .addUUID(campaign)
                        .addUUID(organization)
                        .addUUID(agent)
                        .addUUID(line)
                        .addString(callerNumber)
                        .addString(status)
                        .addOffsetDateTime(CampaignRows.time(now)));
        return new LeadDesk(tenant, rows, campaign);
    }

    /** The campaign's public id. */
    String id() {
        return PublicId.CAMPAIGN.text(campaign);
    }

    /** Adds one lead with these further fields. */
    ValidatableResponse post(JsonObject lead) {
        return tenant.request()
                .body(new JsonObject().put("campaignId", id()).mergeIn(lead).encode())
                .post(LEADS)
                .then();
    }

    /** Adds one lead to this number; answers its id. */
    String lead(String number) {
        return post(new JsonObject().put("phoneNumber", number))
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Leads the database has, and leads that wait, and leads that were counted: one number as long as none is lost. */
    long stored() {
        long leads = rows.number("SELECT count(*) FROM lead WHERE campaign_id = $1 AND removed_at IS NULL", campaign);
        long counted = rows.number(
                "SELECT coalesce(sum(total), 0)::bigint FROM campaign_progress WHERE campaign_id = $1", campaign);
        long placed = rows.number("""
                SELECT (SELECT count(*) FROM lead_due WHERE campaign_id = $1)
                     + (SELECT count(*) FROM open_call WHERE campaign_id = $1)
                     + (SELECT count(*) FROM lead WHERE campaign_id = $1 AND final IS NOT NULL)
                """, campaign);
        if (leads != counted || leads != placed) {
            throw new AssertionError(leads + " leads, " + counted + " counted, " + placed + " in their places");
        }
        return leads;
    }

    /** Sets the campaign's status, whatever it was. */
    void become(String status) {
        rows.run("UPDATE campaign SET status = $2 WHERE id = $1", Tuple.of(campaign, status));
    }
}
