package dev.outdial.campaign;

import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.Tenant;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.UUID;

/**
 * A campaign of an organization of its own, and the requests that tests of leads make there.
 *
 * @param id the campaign's public id
 */
record LeadDesk(Desk desk, String id) {

    static final String LEADS = "/v1/campaigns-leads";

    /** A campaign that dials nothing, with a caller number in India. */
    static LeadDesk draft(Pool pool) {
        return open(pool, new JsonObject().put("status", "draft"));
    }

    /** A campaign with these fields; it dials unless it is a draft. */
    static LeadDesk open(Pool pool, JsonObject fields) {
        Desk desk = Desk.open(pool);
        return new LeadDesk(desk, desk.create(fields));
    }

    Tenant tenant() {
        return desk.tenant();
    }

    CampaignRows rows() {
        return desk.rows();
    }

    UUID campaign() {
        return Desk.uuid(id);
    }

    /** Adds one lead with these further fields. */
    ValidatableResponse post(JsonObject lead) {
        return tenant().request()
                .body(new JsonObject().put("campaignId", id).mergeIn(lead).encode())
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

    ValidatableResponse get(String lead) {
        return tenant().request().get(LEADS + "/" + lead).then();
    }

    ValidatableResponse patch(String lead, JsonObject body) {
        return tenant().request().body(body.encode()).patch(LEADS + "/" + lead).then();
    }

    ValidatableResponse delete(String lead) {
        return tenant().request().delete(LEADS + "/" + lead).then();
    }

    /** A page of the campaign's leads; the filter is written as it goes into the URL. */
    ValidatableResponse list(String filter) {
        return tenant().request()
                .urlEncodingEnabled(false)
                .get(LEADS + "?campaign_id=" + id + filter)
                .then();
    }

    /** Adds the leads of a body, to which the campaign is added. */
    ValidatableResponse bulk(JsonObject body) {
        return tenant().request()
                .body(body.copy().put("campaignId", id).encode())
                .post(LEADS + "/bulk")
                .then();
    }

    /** Uploads a file with these form fields, each written {@code mode=partial}. */
    ValidatableResponse upload(byte[] file, String... fields) {
        RequestSpecification request = form().multiPart("file", "leads.csv", file);
        for (String field : fields) {
            int equals = field.indexOf('=');
            request.multiPart(field.substring(0, equals), field.substring(equals + 1));
        }
        return request.post(uploadPath()).then();
    }

    /** A form without any part yet. */
    RequestSpecification form() {
        return RestAssured.given()
                .header("Authorization", "Bearer " + tenant().key())
                .contentType("multipart/form-data");
    }

    String uploadPath() {
        return LEADS + "/upload-file/" + id;
    }

    /** The campaign's status. */
    String status() {
        return desk.status(id).extract().path("status");
    }

    /** Does this to the campaign: {@code "start"}. */
    void act(String action) {
        desk.act(id, action).statusCode(200);
    }

    /** The campaign's leads, which must be as many in the books as in the queue, in calls and at their ends. */
    long stored() {
        UUID campaign = campaign();
        long leads = rows().number("SELECT count(*) FROM lead WHERE campaign_id = $1 AND removed_at IS NULL", campaign);
        long counted = rows().number(
                        "SELECT coalesce(sum(total), 0)::bigint FROM campaign_progress WHERE campaign_id = $1",
                        campaign);
        long placed = rows().number("""
                SELECT (SELECT count(*) FROM lead_due WHERE campaign_id = $1)
                     + (SELECT count(*) FROM open_call WHERE campaign_id = $1)
                     + (SELECT count(*) FROM lead WHERE campaign_id = $1 AND final IS NOT NULL)
                """, campaign);
        if (leads != counted || leads != placed) {
            throw new AssertionError(leads + " leads, " + counted + " counted, " + placed + " in their places");
        }
        return leads;
    }
}
