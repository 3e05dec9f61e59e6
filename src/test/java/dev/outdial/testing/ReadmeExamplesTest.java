package dev.outdial.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeExamplesTest {

    @Test
    void onlyShellBlocksThatTalkToTheServiceAreExamples() {
        String markdown = """
                ```sh
                ./outdial run
                ```
                ```json
                {"curl ": 1}
                ```
                ```sh
                ID=$(curl -s http://localhost:8080/v1/campaigns)
                ```
                """;

        assertThat(ReadmeExamples.blocks(markdown))
                .containsExactly("ID=$(curl -s http://localhost:8080/v1/campaigns)\n");
    }

    @Test
    void readmeShowsTheLifeOfCampaignFromItsAgentToItsCallLogs() {
        assertThat(String.join("", ReadmeExamples.blocks()))
                .contains("/agents", "/campaigns", "/campaigns-leads", "/upload-file/", "/status", "/pause", "/resume")
                .contains("/call-logs/campaign/");
    }

    @Test
    void variablesOfOneBlockAreThereInTheNext() throws IOException {
        List<String> blocks = List.of("API=http://localhost:8080/v1 ID='a \"b\" c'", "echo $API \"$ID\"");

        assertThat(ReadmeExamples.run(blocks, "http://other:1", "me:secret"))
                .extracting(ReadmeExamples.Run::exitCode, ReadmeExamples.Run::output)
                .containsExactly(tuple(0, ""), tuple(0, "http://other:1/v1 a \"b\" c\n"));
    }

    @Test
    void blockEndsAtTheFirstCommandThatFails() throws IOException {
        List<ReadmeExamples.Run> runs =
                ReadmeExamples.run(List.of("sh -c 'exit 22'\necho never", "echo $OUTDIAL_BOOTSTRAP_KEY"), "", "me:s");

        assertThat(runs.getFirst().exitCode()).isEqualTo(22);
        assertThat(runs.getFirst().output()).isEmpty();
        assertThat(runs.getLast().output()).isEqualTo("me:s\n");
    }
}
