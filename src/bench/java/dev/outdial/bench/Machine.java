package dev.outdial.bench;

import dev.outdial.postgres.MeasuredPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What it was measured on, and how busy that was with other things. */
final class Machine {

    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final int PAGE = 8192;
    private static final long FLUSHING_NANOS = 1_000_000_000L;

    private Machine() {}

    static JsonObject describe(Lab lab) throws IOException {
        return new JsonObject()
                .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("commit", said("git", "rev-parse", "--short", "HEAD"))
                .put("cpu", cpu())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", Runtime.version().toString())
                .put("postgresql", lab.row("SHOW server_version").getString("server_version"))
                .put("settings", String.valueOf(MeasuredPostgres.SETTINGS))
                .put("flush_us", flushMicros())
                .put("load", load());
    }

    /** The same for readers. */
    static String words(JsonObject machine, Options options) {
        return """
                Measured %s at commit %s by `./outdial bench%s` on %d cores (%s, %s), which PostgreSQL and who is measured share.
                PostgreSQL %s with %s. A flush of 8 kB takes %d us; the load average was %s before.
                Java %s. Each figure that is compared is the median of %d runs of %d s after %d s of warm-up, interleaved
                (A B C C B A ...), each on a fresh copy of one loaded database, of leads or jobs of 256 bytes.
                """.formatted(
                        machine.getString("date"),
                        machine.getString("commit"),
                        options.quick() ? " --quick" : "",
                        machine.getInteger("cores"),
                        machine.getString("cpu"),
                        machine.getString("kernel"),
                        machine.getString("postgresql"),
                        machine.getString("settings").replaceAll("[{}]", ""),
                        machine.getLong("flush_us"),
                        machine.getString("load"),
                        machine.getString("java"),
                        options.repeats(),
                        options.seconds(),
                        options.warmUp());
    }

    /** Of the last minute, five and fifteen. */
    static String load() throws IOException {
        return Files.exists(LOAD)
                ? Arrays.stream(Files.readString(LOAD).split(" ", -1)).limit(3).collect(Collectors.joining(" "))
                : "unknown";
    }

    /** What a commit waits for, on the disk that PostgreSQL is on. */
    private static long flushMicros() throws IOException {
        Path file = Lab.home().resolve("flush");
        int n = 0;
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (System.nanoTime() - start < FLUSHING_NANOS) {
                channel.write(ByteBuffer.allocate(PAGE), 0);
                channel.force(false);
                n++;
            }
        }
        Files.delete(file);
        return (System.nanoTime() - start) / n / 1000;
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    }
}
