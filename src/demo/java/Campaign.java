import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;

/** The demo's campaign: made as a draft, given its leads, and then started. */
record Campaign(Api api, String id, String name) {

    /** Calls that may be out at once. */
    static final int CONCURRENCY = 100;

    /** Attempts after the first. */
    static final int MAX_RETRIES = 2;

    private static final String AGENT = "Demo agent";
    private static final int SHOWN = 5;

    /** Creates the next campaign, after telling of those that are there already. */
    static Campaign create(Api api) {
        JsonNode earlier = api.get("/v1/campaigns?limit=" + SHOWN);
        int count = earlier.path("meta").path("total").asInt();
        if (count > 0) {
            System.out.printf("            %,d there already, the latest:%n", count);
            earlier.path("data").forEach(Campaign::tell);
        }
        String name = "Demo " + (count + 1);
        JsonNode created = api.post("/v1/campaigns", """
                {"name": "%s", "agent_id": "%s", "from_phone_number": "+912234567890", "status": "draft",
                 "max_concurrent_calls": %d, "retry_config": {"max_retries": %d, "retry_interval_minutes": 15}}
                """.formatted(name, agent(api), CONCURRENCY, MAX_RETRIES));
        return new Campaign(api, created.path("id").asText(), name);
    }

    /** Gives it the leads of a file; answers what the service said. */
    String upload(Path leads) throws IOException {
        return api.upload("/v1/campaigns-leads/upload-file/" + id, leads)
                .path("message")
                .asText();
    }

    void start() {
        JsonNode _ = api.post("/v1/campaigns/" + id + "/start", "");
    }

    private static void tell(JsonNode campaign) {
        String status = campaign.path("status").asText();
        System.out.printf(
                "            - %s, %s, %,d leads, %,d of them done%s%n",
                campaign.path("name").asText(),
                status,
                campaign.path("total_leads").asInt(),
                campaign.path("completed_calls").asInt(),
                status.equals("running") ? "; it was interrupted, and goes on now" : "");
    }

    private static String agent(Api api) {
        for (JsonNode agent : api.get("/v1/agents").path("agents")) {
            if (agent.path("title").asText().equals(AGENT)) {
                return agent.path("id").asText();
            }
        }
        JsonNode created = api.post("/v1/agents", """
                {"title": "%s", "route": {"kind": "simulated"}, "ring_duration_sec": 30, "max_call_duration_sec": 600,
                 "voicemail_detection": true}
                """.formatted(AGENT));
        return created.path("id").asText();
    }
}
