import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What became of every lead, counted one by one from the list of leads, not from the service's own counters. */
record Result(Duration elapsed, List<JsonNode> leads, List<String> attemptsByStatus, SlotSamples slots) {

    private static final int PAGE = 100;
    private static final List<String> ENDS = List.of("completed", "did_not_pick", "busy", "no_answer", "failed");

    static Result of(Api api, Campaign campaign, Duration elapsed, SlotSamples slots) {
        List<JsonNode> leads = new ArrayList<>();
        JsonNode page;
        int number = 1;
        do {
            page = api.get(
                    "/v1/campaigns-leads?campaign_id=%s&limit=%d&page=%d".formatted(campaign.id(), PAGE, number));
            page.path("data").forEach(leads::add);
        } while (number++ < page.path("meta").path("totalPages").asInt());
        List<String> attempts = ENDS.stream()
                .map(status -> "%,d %s"
                        .formatted(
                                api.get("/v1/call-logs/campaign/%s?status=%s&limit=1".formatted(campaign.id(), status))
                                        .path("meta")
                                        .path("total")
                                        .asInt(),
                                status.replace('_', ' ')))
                .toList();
        return new Result(elapsed, leads, attempts, slots);
    }

    String table(String timeScale) {
        long answered = ended("completed", "");
        long machines = ended("completed", "voicemail_detected");
        long wrong = ended("failed", "unallocated_phone_number") + ended("failed", "invalid_phone_number");
        long declined = ended("failed", "user_declined");
        long attempts =
                leads.stream().mapToLong(lead -> lead.path("attempts").asLong()).sum();
        return """

                  Leads           %,7d  in %.1f s, at %s times the speed of real calls
                  Answered        %,7d  %.1f %%, %,d of them by a machine
                  Not answered    %,7d  in up to %d attempts
                  Declined        %,7d  not called again
                  Invalid         %,7d  not called again
                  Attempts        %,7d  %s
                  Slots busy      %s
                """.formatted(
                        leads.size(),
                        elapsed.toMillis() / 1000.0,
                        timeScale,
                        answered,
                        100.0 * answered / Math.max(1, leads.size()),
                        machines,
                        leads.size() - answered - wrong - declined,
                        Campaign.MAX_RETRIES + 1,
                        declined,
                        wrong,
                        attempts,
                        String.join(", ", attemptsByStatus),
                        slots);
    }

    /** @param reason of the end; empty for any */
    private long ended(String status, String reason) {
        return leads.stream()
                .filter(lead -> lead.path("status").asText().equals(status))
                .filter(lead ->
                        reason.isEmpty() || lead.path("end_reason").asText().equals(reason))
                .count();
    }
}
