package dev.outdial.rehearsal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.outdial.testing.ReadmeExamples;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The packaged application, as it is shipped: one campaign from the sample file to the finished log. */
@QuarkusIntegrationTest
@TestProfile(PackagedIT.Shipped.class)
class PackagedIT {

    @Test
    void sampleFileIsDialedToItsEnd() {
        String campaign = Campaigns.running(200, 2);
        Campaigns.client()
                .contentType("multipart/form-data")
                .multiPart("file", new File("src/demo/leads.csv"), "text/csv")
                .post("/v1/campaigns-leads/upload-file/{id}?country_code=IN", campaign)
                .then()
                .statusCode(201);

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> Campaigns.status(campaign).equals("completed"));

        JsonPath progress = Campaigns.progress(campaign);
        assertThat(progress.getLong("total_leads")).isEqualTo(1000);
        assertThat(progress.getLong("completed_calls")).isEqualTo(1000);
        assertThat(progress.getLong("failed_leads")).isBetween(1L, 500L);
    }

    @Test
    void healthMetricsAndOpenApiAreServed() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
        given().get("/q/openapi?format=json").then().statusCode(200).body(containsString("/v1/campaigns"));
    }

    /** It takes a switch of the process, which only this start sets. No client library sends such a thing. */
    @Test
    void uriThatIsNoneIsAnsweredWithTheErrorBody() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write("GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("400", "{\"statusCode\":400,\"message\":\"Bad Request\"");
        }
    }

    @Test
    void examplesOfTheReadmeWorkAsPrinted() throws IOException {
        Assumptions.assumeTrue(ReadmeExamples.canRun(), "NOT TESTED: this machine has no curl to run the README with");

        for (ReadmeExamples.Run run : ReadmeExamples.run(RestAssured.baseURI + ":" + RestAssured.port, Campaigns.KEY)) {
            assertThat(run.exitCode()).as("%s%n%s", run.block(), run.output()).isZero();
            assertThat(run.output()).as(run.block()).doesNotContain("\"statusCode\"");
        }
    }

    /** A data directory and a key of its own, and faster time. */
    public static class Shipped implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "outdial.data-dir",
                    "target/it-data",
                    "outdial.embedded-postgres.durable",
                    "false",
                    "outdial.bootstrap-key",
                    Campaigns.KEY,
                    "outdial.time-scale",
                    "300",
                    "quarkus.http.test-port",
                    "0");
        }
    }
}
