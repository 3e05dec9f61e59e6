package dev.outdial.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that runs an embedded server, to be killed. */
record ServerProcess(Process process, int port) implements AutoCloseable {

    /** Returns when the server answers. */
    static ServerProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader = process.inputReader(UTF_8);
        String line = reader.readLine();
        if (line == null) {
            throw new IllegalStateException("The process ended without starting a server");
        }
        return new ServerProcess(process, Integer.parseInt(line));
    }

    /** As kill -9 does: no shutdown hook runs. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(EmbeddedPostgres.shared(Path.of(arguments[0]), true).port());
        // Until killed.
        while (System.in.read() >= 0) {}
    }
}
