package dev.outdial.rehearsal;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A client of the public API, as a user would write it. */
final class Campaigns {

    static final String KEY = "operator:test-only-secret";
    private static final int BULK = 5_000;

    private Campaigns() {}

    static RequestSpecification client() {
        return given().header("Authorization", "Bearer " + KEY).contentType(ContentType.JSON);
    }

    static String agent() {
        return client().body(Map.of("title", "Asha"))
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A campaign that dials at once and retries after a minute. */
    static String running(int cap, int maxRetries) {
        Map<String, Object> body = Map.of(
                "name",
                "Rehearsal",
                "agent_id",
                agent(),
                "from_phone_number",
                "+14155550100",
                "max_concurrent_calls",
                cap,
                "retry_config",
                Map.of("max_retries", maxRetries, "retry_interval_minutes", 1));
        return client().body(body)
                .post("/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static void addLeads(String campaign, int n, IntFunction<String> number) {
        for (int from = 0; from < n; from += BULK) {
            List<Map<String, String>> leads = IntStream.range(from, Math.min(n, from + BULK))
                    .mapToObj(i -> Map.of("phoneNumber", number.apply(i)))
                    .toList();
            client().body(Map.of("campaignId", campaign, "leads", leads))
                    .post("/v1/campaigns-leads/bulk")
                    .then()
                    .statusCode(201);
        }
    }

    static void act(String campaign, String action) {
        client().post("/v1/campaigns/{id}/{action}", campaign, action).then().statusCode(200);
    }

    static String status(String campaign) {
        return progress(campaign).getString("status");
    }

    /** Leads that are out or done: it grows with every call that starts. */
    static long attempts(String campaign) {
        JsonPath progress = progress(campaign);
        return progress.getLong("in_flight_calls") + progress.getLong("completed_calls");
    }

    static JsonPath progress(String campaign) {
        return client().get("/v1/campaigns/{id}/status", campaign)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
