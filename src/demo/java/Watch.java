import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Follows the campaign from its start to its end, and shows it: in place on a terminal, else a line now and then. */
final class Watch {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final int BAR = 24;
    private static final String CLEAR_LINE = "\r\033[K";

    private final Api api;
    private final Campaign campaign;
    private final ServiceProcess service;
    private final boolean terminal =
            System.console() != null && System.console().isTerminal() && !"dumb".equals(System.getenv("TERM"));
    private final boolean blocks = "UTF-8".equals(System.getProperty("stdout.encoding"));
    private final SlotSamples slots = new SlotSamples(Campaign.CONCURRENCY);
    private Duration lastLine = BETWEEN_LINES.negated();

    Watch(Api api, Campaign campaign, ServiceProcess service) {
        this.api = api;
        this.campaign = campaign;
        this.service = service;
    }

    Result untilCompleted() throws InterruptedException {
        campaign.start();
        long start = System.nanoTime();
        while (true) {
            service.mustLive();
            JsonNode status = api.get("/v1/campaigns/" + campaign.id() + "/status");
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            String word = status.path("status").asText();
            boolean over = word.equals("completed");
            sample(status);
            show(line(elapsed, status), elapsed, over);
            if (over) {
                return Result.of(api, campaign, elapsed, slots);
            }
            if (!word.equals("running")) {
                throw new Failure("The campaign is " + word + " now: " + status);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** Slots can only be full while there is somebody to call, so only that time counts. */
    private void sample(JsonNode status) {
        if (slots.isOver()) {
            return;
        }
        // Asked after the status: whoever waits now, waited then.
        int attempts = api.get("/v1/call-logs/campaign/" + campaign.id() + "?limit=1")
                .path("meta")
                .path("total")
                .asInt();
        slots.add(
                status.path("in_flight_calls").asInt(),
                status.path("total_leads").asInt() - attempts);
    }

    private String line(Duration elapsed, JsonNode status) {
        int total = status.path("total_leads").asInt();
        int done = status.path("completed_calls").asInt();
        int failed = status.path("failed_leads").asInt();
        int out = status.path("in_flight_calls").asInt();
        String now = out == 0 && done > 0 && done < total ? "retries to come" : "%,d calls out".formatted(out);
        int filled = total == 0 ? 0 : done * BAR / total;
        return "  %d:%02d %s%s %,d of %,d done, %,d answered, %s"
                .formatted(
                        elapsed.toMinutes(),
                        elapsed.toSecondsPart(),
                        (blocks ? "█" : "#").repeat(filled),
                        (blocks ? "░" : ".").repeat(BAR - filled),
                        done,
                        total,
                        done - failed,
                        now);
    }

    private void show(String line, Duration elapsed, boolean last) {
        if (ServiceProcess.isStopping()) {
            return;
        }
        if (terminal) {
            System.out.print(CLEAR_LINE + line + (last ? "\n" : ""));
            System.out.flush();
        } else if (last || elapsed.minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
            System.out.println(line);
            lastLine = elapsed;
        }
    }
}
