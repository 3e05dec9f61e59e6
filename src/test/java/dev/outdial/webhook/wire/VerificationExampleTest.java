package dev.outdial.webhook.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README tells consumers to do finds our signatures right, and changed bytes wrong. */
class VerificationExampleTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("^```python\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String BODY = "{\"event\": \"call.completed\", \"name\": \"Amélie\"}";

    private static String example = "";

    @BeforeAll
    static void read() throws IOException {
        Matcher found = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(found.find()).isTrue();
        example = found.group(1);
        assumeTrue(run("pass").isEmpty(), "This machine has no python3 to try the README's example with");
    }

    @ParameterizedTest(name = "{0} signs, {1} checks, the body has {2} appended: {3}")
    @CsvSource({
        "a secret of sixteen, a secret of sixteen, '', right",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, '', right",
        "a secret of sixteen, the one before that, '', right",
        "a secret of sixteen, a third secret, '', not signed with this secret",
        "a secret of sixteen, a secret of sixteen, ' ', not signed with this secret"
    })
    void readmesExampleChecksSignatures(String signing, String checking, String appended, String verdict)
            throws IOException {
        Map<String, String> headers = Signature.headers(
                "evt_1",
                Instant.now(),
                BODY.getBytes(StandardCharsets.UTF_8),
                new SigningSecret(signing),
                new SigningSecret("the one before that"));
        StringBuilder given = new StringBuilder("{");
        headers.forEach((name, value) -> given.append("'%s': '%s', ".formatted(name, value)));

        String script = """
                try:
                    verify(%s}, '''%s'''.encode(), '%s')
                    print('right')
                except ValueError as error:
                    print(error)
                """.formatted(given, BODY + appended, checking);

        assertThat(run(script)).isEqualTo(verdict);
    }

    private static String run(String script) throws IOException {
        Path file = Files.createTempFile("verify", ".py");
        try {
            Files.writeString(file, example + script);
            Process process = new ProcessBuilder("python3", file.toString())
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "no python3";
        } finally {
            Files.delete(file);
        }
    }
}
