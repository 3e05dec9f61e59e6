package dev.outdial.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The shell examples of the README that talk to the service, run as a reader would: one after the other, in the root of
 * the repository, in what amounts to one shell, so that a later block may use the variables of an earlier one.
 */
public final class ReadmeExamples {

    private static final Path README = Path.of("README.md");
    private static final Pattern SHELL_BLOCK =
            Pattern.compile("^```sh\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String ADDRESS = "http://localhost:8080";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ReadmeExamples() {}

    /**
     * What became of a block.
     *
     * @param output of standard output and error, mixed
     */
    public record Run(String block, int exitCode, String output) {}

    /** Every block marked {@code sh} that has {@code curl} in it, in the README's order. */
    public static List<String> blocks() {
        try {
            return blocks(Files.readString(README));
        } catch (IOException e) {
            throw new IllegalStateException("The README cannot be read", e);
        }
    }

    static List<String> blocks(String markdown) {
        return SHELL_BLOCK
                .matcher(markdown)
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains("curl "))
                .toList();
    }

    /** Whether this machine can run them. A test that finds it cannot must say so aloud. */
    public static boolean canRun() {
        try {
            return shell("curl --version", "").exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs every block of the README, also those after one that failed.
     *
     * @param baseUrl of the service, instead of the address the README prints, without a slash at its end
     * @param key what the README calls {@code $OUTDIAL_BOOTSTRAP_KEY}
     */
    public static List<Run> run(String baseUrl, String key) throws IOException {
        return run(blocks(), baseUrl, key);
    }

    static List<Run> run(List<String> blocks, String baseUrl, String key) throws IOException {
        Path variables = Files.createTempFile("readme", ".sh");
        try {
            List<Run> runs = new ArrayList<>();
            for (String block : blocks) {
                // A command that fails ends its block, and so does an id that did not come.
                String script = "set -eu\n. '%1$s'\nset -a\n%2$s\nset +a\nexport -p > '%1$s'\n"
                        .formatted(variables, block.replace(ADDRESS, baseUrl));
                Run run = shell(script, key);
                runs.add(new Run(block, run.exitCode(), run.output()));
            }
            return runs;
        } finally {
            Files.delete(variables);
        }
    }

    private static Run shell(String script, String key) throws IOException {
        Path output = Files.createTempFile("readme", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("OUTDIAL_BOOTSTRAP_KEY", key);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Run(script, process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a block ran", e);
        } finally {
            Files.delete(output);
        }
    }
}
