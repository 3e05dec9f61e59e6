package dev.outdial.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.IntFunction;

/** A client of the public API, by whichever replica it is told. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Api() {}

    /** What a load balancer sees of a replica: 0 when nobody answers. */
    static int readiness(URI replica) throws InterruptedException {
        try {
            return CLIENT.send(request(replica, "/q/health/ready").build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    /** A campaign that dials at once, to people who talk two minutes at most, and retries after a minute. */
    static String campaign(URI replica, int cap, int maxRetries) throws IOException, InterruptedException {
        ObjectNode agent = JSON.createObjectNode().put("title", "Asha").put("max_call_duration_sec", 120);
        agent.putObject("route").put("kind", "simulated");
        ObjectNode campaign = JSON.createObjectNode()
                .put("name", "Chaos")
                .put("agent_id", post(replica, "/v1/agents", agent).path("id").textValue())
                .put("from_phone_number", "+14155550100")
                .put("max_concurrent_calls", cap);
        campaign.putObject("retry_config").put("max_retries", maxRetries).put("retry_interval_minutes", 1);
        return post(replica, "/v1/campaigns", campaign).path("id").textValue();
    }

    static void addLeads(URI replica, String campaign, int n, IntFunction<String> number)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("campaignId", campaign);
        ArrayNode leads = body.putArray("leads");
        for (int i = 0; i < n; i++) {
            leads.addObject().put("phoneNumber", number.apply(i));
        }
        JsonNode added = post(replica, "/v1/campaigns-leads/bulk", body);
        if (added.isMissingNode()) {
            throw new IllegalStateException("No leads were added");
        }
    }

    /** Lets a campaign have so many calls out. */
    static void slots(URI replica, String campaign, int slots) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("max_concurrent_calls", slots);
        var response = send(replica, "PATCH", "/v1/campaigns/" + campaign, body);
        if (response.statusCode() >= 500) {
            throw new IOException("The replica answered " + response.statusCode());
        }
    }

    private static JsonNode post(URI replica, String path, JsonNode body) throws IOException, InterruptedException {
        var response = send(replica, "POST", path, body);
        if (response.statusCode() != 201) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> send(URI replica, String method, String path, JsonNode body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request(replica, path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI replica, String path) {
        return HttpRequest.newBuilder(replica.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + Site.KEY);
    }
}
