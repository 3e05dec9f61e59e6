import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packaged service, as a child of this process: stopped, and waited for, however this process ends, short of being
 * killed. Its database is its own child and ends with it.
 */
final class ServiceProcess {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Longer than a shutdown of the service takes at most: its calls, its requests, its database. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(20);
    private static final int LINES_SHOWN = 20;

    private static volatile boolean stopping;

    private final Settings settings;
    private final Process process;
    private final long startedAt = System.nanoTime();

    /** Known while the service lives: afterwards nobody can tell whose they were. */
    private volatile List<ProcessHandle> database = List.of();

    private ServiceProcess(Settings settings, Process process) {
        this.settings = settings;
        this.process = process;
    }

    /** Starts it, and has it stopped when this process ends. It is not ready yet. */
    static ServiceProcess start(Settings settings) throws IOException {
        if (!Files.exists(JAR)) {
            throw new Failure(JAR + " is missing: start the demo with ./outdial demo, which builds it.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(settings.log().toFile());
        settings.applyTo(builder.environment());
        ServiceProcess service = new ServiceProcess(settings, builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(service::stop, "stop the service"));
        return service;
    }

    /** Whether this process is ending and takes the service with it. */
    static boolean isStopping() {
        return stopping;
    }

    /** Waits until it takes requests; answers how long that took. */
    Duration awaitReady() throws InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(URI.create(settings.url() + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (sinceStart().compareTo(START_PATIENCE) < 0) {
                mustLive();
                try {
                    if (client.send(question, BodyHandlers.discarding()).statusCode() == 200) {
                        database = process.descendants().toList();
                        return sinceStart();
                    }
                } catch (IOException notYet) {
                    // Nobody listens on the port so far.
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
        throw new Failure("The service was not ready after " + START_PATIENCE.toSeconds() + " s." + endOfLog());
    }

    /** Fails, with the end of the log, when the service has ended by itself. */
    void mustLive() {
        if (!process.isAlive()) {
            throw new Failure(
                    "The service has ended by itself, with exit code " + process.exitValue() + "." + endOfLog());
        }
    }

    /** Waits for its end, which nobody here has asked for. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
        mustLive();
    }

    /** Calls that are out end first, then requests, then the database. At Ctrl-C the service got that signal, too. */
    private void stop() {
        stopping = true;
        if (!process.isAlive()) {
            return;
        }
        System.out.println("\nStopping: calls that are out may end first, then the service and its database stop.");
        if (database.isEmpty()) {
            database = process.descendants().toList();
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("The service does not stop, so it is killed." + endOfLog());
                process.destroyForcibly();
            }
            // It goes by itself once the service is gone, however that went.
            CompletableFuture.allOf(database.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(DATABASE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            System.out.println("Stopped. The data stays in " + settings.dataDirectory());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("The database still runs: " + database);
        }
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private static List<String> javaOptions() {
        String options = System.getenv().getOrDefault("JAVA_OPTS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(settings.log());
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
            return " Its log, %s, ends with:%n%n%s"
                    .formatted(settings.log(), String.join(System.lineSeparator(), last));
        } catch (IOException e) {
            return " Its log cannot be read: " + e;
        }
    }
}
