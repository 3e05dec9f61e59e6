import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * A campaign of a thousand leads, start to end, on this machine: starts the service with a database of its own, calls
 * everybody on the sample file through the public API, shows how it goes, and leaves the service running to play with.
 * Nothing here knows more than any client does.
 */
final class Demo {

    private static final Path LEADS = Path.of("src/demo/leads.csv");
    private static final String USAGE = """
            Usage: ./outdial demo [--once]

              --once    stop the service after the result instead of leaving it running (also: --no-wait)

            OUTDIAL_DATA_DIR (./data/demo), OUTDIAL_TIME_SCALE (60), OUTDIAL_SIMULATOR_SEED, OUTDIAL_SIMULATOR_LEDGER and
            JAVA_OPTS are passed on to the service.""";

    private final Settings settings;
    private final boolean once;

    private Demo(Settings settings, boolean once) {
        this.settings = settings;
        this.once = once;
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        boolean once = false;
        for (String argument : arguments) {
            if (!argument.equals("--once") && !argument.equals("--no-wait")) {
                System.err.println("Unknown argument " + argument + "\n\n" + USAGE);
                System.exit(2);
            }
            once = true;
        }
        try {
            new Demo(Settings.ofEnvironment(), once).run();
        } catch (Failure | IOException e) {
            if (ServiceProcess.isStopping()) {
                // It is us who take the service away; the process ends when it has stopped.
                Thread.currentThread().join();
            }
            System.err.println("\n" + (e instanceof Failure ? e.getMessage() : e.toString()));
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf(
                "Outdial demo: 1,000 leads, %d calls at once, up to %d attempts each.%n"
                        + "The carrier is simulated, so no telephone rings, and time runs %s times faster.%n%n",
                Campaign.CONCURRENCY, Campaign.MAX_RETRIES + 1, settings.timeScale());
        boolean fresh = !Files.exists(settings.dataDirectory().resolve("postgres"));
        System.out.printf(
                "  Data      %s%s%n", settings.dataDirectory(), fresh ? "" : " (found from an earlier run, and kept)");
        ServiceProcess service = ServiceProcess.start(settings);
        Duration start = service.awaitReady();
        System.out.printf(
                "  Service   %s%s, ready after %.1f s%n",
                settings.url(), settings.isElsewhere() ? " (8080 is taken)" : "", start.toMillis() / 1000.0);
        Api api = new Api(settings.url(), settings.key());
        Campaign campaign = Campaign.create(api);
        System.out.printf("  Campaign  %s: %s%n%n", campaign.name(), campaign.upload(LEADS));
        Result result = new Watch(api, campaign, service).untilCompleted();
        System.out.println(result.table(settings.timeScale()));
        if (!once) {
            System.out.println(whatNow(api, campaign));
            service.awaitEnd();
        }
    }

    private String whatNow(Api api, Campaign campaign) {
        String page = api.serves("/q/swagger-ui/") ? "/q/swagger-ui" : "/q/openapi";
        return """
                The service keeps running, and stops with its database at Ctrl-C.

                  API       %1$s/v1
                  OpenAPI   %1$s%2$s
                  Health    %1$s/q/health
                  Metrics   %1$s/q/metrics
                  Log       %3$s
                  Key       %4$s

                Try, in another terminal:

                  curl -H "Authorization: Bearer $(cat '%4$s')" '%1$s/v1/campaigns/%5$s/status'
                  curl -H "Authorization: Bearer $(cat '%4$s')" '%1$s/v1/call-logs/campaign/%5$s?limit=3'
                """.formatted(settings.url(), page, settings.log(), settings.keyFile(), campaign.id());
    }
}
