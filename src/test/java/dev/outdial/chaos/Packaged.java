package dev.outdial.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the packaged application, which a test may kill, freeze and thaw. */
record Packaged(String name, Process process) implements AutoCloseable {

    private static final Path APPLICATION = Path.of("target", "quarkus-app");

    /** Quick to start and small, because several share one machine. */
    private static final List<String> SMALL =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private static final long STOP_SECONDS = 60;

    static Packaged service(String name, Path directory, Map<String, String> environment) throws IOException {
        return start(
                name,
                directory,
                environment,
                List.of("-jar", APPLICATION.resolve("quarkus-run.jar").toString()));
    }

    static Packaged exchange(Path directory, int port, Map<String, String> environment) throws IOException {
        return start(
                "exchange",
                directory,
                environment,
                List.of(
                        "-cp",
                        APPLICATION + "/app/*:" + APPLICATION + "/lib/boot/*:" + APPLICATION + "/lib/main/*",
                        "dev.outdial.carrier.simulator.exchange.Main",
                        String.valueOf(port)));
    }

    private static Packaged start(String name, Path directory, Map<String, String> environment, List<String> what)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(what);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("OUTDIAL_") || key.startsWith("QUARKUS_"));
        builder.environment().remove("HOSTNAME");
        builder.environment().putAll(environment);
        return new Packaged(name, builder.start());
    }

    /** What the ledger knows it by. */
    String replica() {
        return "localhost:" + process.pid();
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stands still until {@link #thaw}, without knowing it. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    /** Asks it to stop in order. */
    void terminate() {
        process.destroy();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not stop");
        }
    }

    String log(Path directory) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void signal(String which) {
        signal(process.pid(), which);
    }

    static void signal(long pid, String which) {
        try {
            int status = new ProcessBuilder("kill", "-" + which, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + which + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
