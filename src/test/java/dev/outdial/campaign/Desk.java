package dev.outdial.campaign;

import dev.outdial.http.PublicId;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.Tenant;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An organization with an agent and no campaigns yet, and the requests that tests of campaigns make in its name. */
record Desk(Tenant tenant, String agentId, CampaignRows rows) {

    static final String NUMBER = "+912234567890";

    /** Rings out, after its ring time. */
    static final String RINGS_OUT = "+15550000007";

    /** Is answered, for two seconds. */
    static final String ANSWERS = "+15550000001";

    /** Is busy. */
    static final String BUSY = "+15550000002";

    private static final String PATH = "/v1/campaigns";

    static Desk open(Pool pool) {
        CampaignRows rows = new CampaignRows(pool, Instant.now());
        Tenant tenant = Tenant.create();
        return new Desk(tenant, agent(rows, tenant, null), rows);
    }

    /** An agent with, or without, a caller number of its own. */
    static String agent(CampaignRows rows, Tenant tenant, @Nullable UUID lineId) {
        UUID id = UUID.randomUUID();
        rows.run("""
                INSERT INTO agent (id, organization_id, title, route, ring_duration_sec, max_call_duration_sec,
                                   default_dynamic_variables, outbound_phone_number_id, voicemail_detection, settings,
                                   created_at, updated_at)
                VALUES ($1, $2, 'Asha', '{"kind": "simulated"}', 5, 60, '{}', $3, false, '{}', now(), now())
                """, Tuple.of(id, PublicId.ORGANIZATION.uuidOrNotFound(tenant.id()), lineId));
        return PublicId.AGENT.text(id);
    }

    UUID organization() {
        return PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
    }

    static UUID uuid(String campaign) {
        return PublicId.CAMPAIGN.uuidOrNotFound(campaign);
    }

    /** A body with all that is required, and these fields besides. */
    JsonObject body(JsonObject more) {
        return new JsonObject()
                .put("name", "Spring")
                .put("agent_id", agentId)
                .put("from_phone_number", NUMBER)
                .mergeIn(more);
    }

    ValidatableResponse post(JsonObject body) {
        return tenant.request().body(body.encode()).post(PATH).then();
    }

    /** The id of a new campaign with these fields. */
    String create(JsonObject more) {
        return post(body(more)).statusCode(201).extract().path("id");
    }

    ValidatableResponse get(String campaign) {
        return tenant.request().get(PATH + "/" + campaign).then();
    }

    /** @param query encoded */
    ValidatableResponse list(String query) {
        return tenant.request().urlEncodingEnabled(false).get(PATH + query).then();
    }

    ValidatableResponse patch(String campaign, JsonObject body) {
        return tenant.request().body(body.encode()).patch(PATH + "/" + campaign).then();
    }

    ValidatableResponse act(String campaign, String action) {
        return tenant.request().post(PATH + "/" + campaign + "/" + action).then();
    }

    ValidatableResponse patchStatus(String campaign, String action) {
        return tenant.request()
                .body(new JsonObject().put("action", action).encode())
                .patch(PATH + "/" + campaign + "/status")
                .then();
    }

    ValidatableResponse delete(String campaign) {
        return tenant.request().delete(PATH + "/" + campaign).then();
    }

    ValidatableResponse status(String campaign) {
        return tenant.request().get(PATH + "/" + campaign + "/status").then();
    }

    /** Gives it leads that are due now, with these numbers in turn. */
    void leads(String campaign, int n, String... numbers) {
        CampaignRows.Tenant owner =
                new CampaignRows.Tenant(organization(), PublicId.AGENT.uuidOrNotFound(agentId), UUID.randomUUID());
        var _ = rows.leads(owner, uuid(campaign), n, i -> numbers[i % numbers.length]);
    }

    /** Puts it into a status as if it had come there by itself. */
    void force(String campaign, CampaignStatus status) {
        rows.run("UPDATE campaign SET status = $2 WHERE id = $1", Tuple.of(uuid(campaign), status.word()));
    }
}
