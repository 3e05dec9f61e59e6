package dev.outdial.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that is measured, and the wire to it: a line is written, a line that begins with "&gt; " is the answer. */
final class Runner implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ANSWER = "> ";

    private final Process process;
    private final Path log;
    private final BufferedReader in;
    private final BufferedWriter out;

    private Runner(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    }

    /** Starts it; it is ready when this returns, and has not begun. */
    static Runner start(ProcessBuilder command, Path log) throws IOException {
        Runner runner = new Runner(command.redirectError(log.toFile()).start(), log);
        runner.read();
        return runner;
    }

    /** Runs it to its end. */
    static void run(ProcessBuilder command, Path log) throws IOException, InterruptedException {
        int status = command.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command.command()) + " failed, see " + log);
        }
    }

    void go() throws IOException {
        ask("go");
    }

    long count() throws IOException {
        return Long.parseLong(ask("count"));
    }

    /** Ends its work; answers what it has to say. */
    String stop() throws IOException {
        return ask("stop");
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask(String line) throws IOException {
        out.write(line + "\n");
        out.flush();
        return read();
    }

    private String read() throws IOException {
        try {
            return CompletableFuture.supplyAsync(this::answer).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("No answer, see " + log, e);
        }
    }

    private String answer() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(ANSWER)) {
                    return line.substring(ANSWER.length());
                }
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            throw new IOException("It ended");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
