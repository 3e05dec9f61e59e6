package dev.outdial;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outdial.testing.ApiDocument;
import dev.outdial.testing.ApiDocument.Operation;
import dev.outdial.testing.ServedRoutes;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API knows all that is served, and says of each operation what a client must know. */
@QuarkusTest
class OpenApiTest {

    /** A resource of the tests. */
    private static final String PROBE = "/v1/scope-probe";

    private ApiDocument document;

    @BeforeEach
    void read() {
        document = ApiDocument.served();
    }

    @Test
    void describesEveryRouteUnderV1AndNothingElse() {
        List<String> served = ServedRoutes.methods()
                .map(ServedRoutes::route)
                .filter(route -> route.contains(" /v1/") && !route.contains(PROBE))
                .toList();

        assertThat(served).hasSizeGreaterThan(25);
        assertThat(document.operations()).extracting(Operation::route).containsExactlyInAnyOrderElementsOf(served);
    }

    /** One that is not is never served, and nobody says so. */
    @Test
    void everyMethodOfAResourceIsPublic() {
        assertThat(ServedRoutes.methods()).allMatch(method -> Modifier.isPublic(method.getModifiers()));
    }

    @Test
    void everyDescribedOperationIsServed() {
        for (Operation operation : document.operations()) {
            String type = operation.json().at("/requestBody/content").has("multipart/form-data")
                    ? "multipart/form-data; boundary=x"
                    : "application/json";
            int status = given().urlEncodingEnabled(false)
                    .contentType(type)
                    .request(operation.method(), operation.path().replaceAll("\\{\\w+}", "x"))
                    .statusCode();

            assertThat(status).as(operation.route()).isEqualTo(401);
        }
    }

    @Test
    void operationsHaveAnIdOfTheirOwnATagAndASentence() {
        JsonNode tags = document.root().path("tags");

        assertThat(document.operations()).extracting(Operation::id).doesNotHaveDuplicates();
        assertThat(document.operations()).allSatisfy(operation -> {
            assertThat(operation.id()).matches("[a-z]+([A-Z][a-z]+)*");
            assertThat(operation.json().path("summary").asText()).matches("[A-Z].{8,90}[^.]");
            assertThat(operation.json().path("tags")).hasSize(1);
            assertThat(tags.findValuesAsText("name"))
                    .contains(operation.json().at("/tags/0").asText());
        });
    }

    @Test
    void operationsSayWhatTheyAnswerWhenAllIsWell() {
        assertThat(document.operations()).allSatisfy(operation -> {
            List<String> successes =
                    statuses(operation).filter(status -> status.startsWith("2")).toList();
            assertThat(successes).isNotEmpty();
            assertThat(successes.stream().filter(status -> isJson(operation, status)))
                    .allSatisfy(status -> assertThat(
                                    object(document.answer(operation, status)).path("properties"))
                            .isNotEmpty());
        });
    }

    @Test
    void operationsSayWhichErrorsCanOccurAndAllLookAlike() {
        JsonNode error = document.root().at("/components/schemas/Error");

        assertThat(document.operations()).allSatisfy(operation -> {
            assertThat(statuses(operation)).contains("401", "403", "500", "503");
            if (operation.path().contains("{")) {
                assertThat(statuses(operation)).contains("404");
            }
            if (operation.json().has("requestBody")) {
                assertThat(statuses(operation)).contains("400", "413", "415");
            }
            assertThat(statuses(operation).filter(status -> status.compareTo("400") >= 0))
                    .allSatisfy(status ->
                            assertThat(document.answer(operation, status)).isEqualTo(error));
        });
    }

    @Test
    void parametersAreExplained() {
        assertThat(document.operations()).allSatisfy(operation -> {
            for (JsonNode parameter : operation.json().path("parameters")) {
                JsonNode said = document.follow(parameter);
                assertThat(said.path("description").asText()).isNotEmpty();
                assertThat(document.follow(said.path("schema")).has("type")).isTrue();
            }
        });
    }

    @Test
    void everyBodyIsDescribedFieldByFieldWithAnExample() {
        assertThat(document.operations())
                .allSatisfy(operation -> document.body(operation).ifPresent(schema -> {
                    assertThat(schema.path("properties")).isNotEmpty();
                    assertThat(document.differences("example", document.example(operation), schema))
                            .isEmpty();
                }));
        assertThat(document.root().path("components").path("schemas").findValues("Input"))
                .isEmpty();
    }

    @Test
    void fileIsSentAsAForm() {
        JsonNode form = document.follow(
                document.operation("uploadLeads").json().at("/requestBody/content/multipart~1form-data/schema"));

        assertThat(form.at("/properties/file/format").asText()).isEqualTo("binary");
        assertThat(form.path("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("file", "mode", "on_duplicate", "country_code");
    }

    @Test
    void everythingNeedsAKeyAndTheServiceIsNamed() {
        assertThat(document.root().at("/security/0").has("apiKey")).isTrue();
        assertThat(document.root()
                        .at("/components/securitySchemes/apiKey/scheme")
                        .asText())
                .isEqualTo("bearer");
        assertThat(document.root().at("/info/title").asText()).isEqualTo("Outdial");
        assertThat(document.root().at("/info/license/name").asText()).contains("Apache");
    }

    /** All are, but for a file, and for nothing at all. */
    private static boolean isJson(Operation operation, String status) {
        JsonNode content = operation.json().path("responses").path(status).path("content");
        return !status.equals("204") && !content.has("text/csv");
    }

    /** The schema itself, or that of the elements of a list. */
    private JsonNode object(JsonNode schema) {
        return schema.has("items") ? document.follow(schema.path("items")) : schema;
    }

    private static Stream<String> statuses(Operation operation) {
        return operation.json().path("responses").properties().stream().map(java.util.Map.Entry::getKey);
    }
}
