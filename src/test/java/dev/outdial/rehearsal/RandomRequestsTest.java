package dev.outdial.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client sends, it gets an answer below 500, and an error in the one shape. The routes are those of the
 * served OpenAPI document; bodies and parameters are drawn from the names it uses and from values that break things.
 */
@QuarkusTest
@TestProfile(Rehearsal.class)
class RandomRequestsTest {

    private static final int REQUESTS = 700;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("get", "post", "patch", "delete", "put");

    private final HttpClient client = HttpClient.newHttpClient();

    private Tenant tenant;
    private Routes routes;

    @BeforeEach
    void readTheDocument() throws IOException, InterruptedException {
        tenant = Tenant.create();
        HttpRequest request =
                HttpRequest.newBuilder(at("/q/openapi?format=json")).build();
        routes = Routes.of(
                JSON.readTree(client.send(request, BodyHandlers.ofString()).body()));
        String campaign = Campaigns.running(1, 0);
        routes.know(campaign, Campaigns.agent());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void noRequestIsAnsweredWithAnErrorOfOurs(long seed) throws IOException, InterruptedException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < REQUESTS; i++) {
            Drawn drawn = routes.draw(random);
            HttpResponse<String> answer = send(drawn);
            String what = "request %d of seed %d: %s%n%s%n→ %d %s"
                    .formatted(i, seed, drawn.line(), drawn.body(), answer.statusCode(), answer.body());
            assertThat(answer.statusCode()).as(what).isBetween(200, 499);
            if (answer.statusCode() >= 400) {
                assertErrorBody(answer, what);
            }
        }
    }

    private static URI at(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }

    private static void assertErrorBody(HttpResponse<String> answer, String what) throws JsonProcessingException {
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("statusCode").asInt()).as(what).isEqualTo(answer.statusCode());
        assertThat(body.path("error").isTextual()).as(what).isTrue();
        JsonNode message = body.path("message");
        assertThat(message.isTextual() || message.isArray()).as(what).isTrue();
        assertThat(answer.body()).as(what).doesNotContain("Exception").doesNotContain("dev.outdial");
    }

    private HttpResponse<String> send(Drawn drawn) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(drawn.path()))
                .header("Authorization", "Bearer " + (drawn.operator() ? Tenant.OPERATOR : tenant.key()))
                .timeout(Duration.ofSeconds(20))
                .method(drawn.method().toUpperCase(Locale.ROOT), BodyPublishers.ofString(drawn.body()));
        if (!drawn.body().isEmpty()) {
            request.header("Content-Type", drawn.contentType());
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A request to be sent. */
    record Drawn(String method, String path, String contentType, String body, boolean operator) {

        String line() {
            return method + " " + path + " " + contentType;
        }
    }

    /** What there is to be asked, and with which names. */
    record Routes(List<String> paths, List<String> names, List<String> ids) {

        static Routes of(JsonNode document) {
            List<String> paths = new ArrayList<>();
            document.path("paths").fieldNames().forEachRemaining(paths::add);
            List<String> names = new ArrayList<>(Values.NAMES);
            document.findValues("properties")
                    .forEach(found -> found.fieldNames().forEachRemaining(names::add));
            return new Routes(
                    paths.stream()
                            .filter(path -> path.startsWith("/v1/"))
                            // An answer without an end.
                            .filter(path -> !path.endsWith("/events"))
                            .toList(),
                    names.stream().distinct().toList(),
                    new ArrayList<>(Values.IDS));
        }

        void know(String... existing) {
            ids.addAll(List.of(existing));
        }

        Drawn draw(RandomGenerator random) {
            String path = Values.any(random, paths);
            while (path.contains("{")) {
                path = path.replaceFirst("\\{[^}]*}", Values.inPath(Values.any(random, ids)));
            }
            String method = Values.any(random, METHODS);
            String body = method.equals("get") ? "" : Values.body(random, names, ids);
            String type = random.nextInt(12) == 0 ? "text/plain" : "application/json";
            return new Drawn(method, path + Values.query(random, names, ids), type, body, random.nextInt(10) == 0);
        }
    }
}
