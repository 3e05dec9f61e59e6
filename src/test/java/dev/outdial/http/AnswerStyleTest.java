package dev.outdial.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AnswerStyleTest {

    @Test
    void namesAreSnakeCaseInstantsHaveMillisecondsAndNullsAreWritten() {
        assertThat(given().get("/probe/sample").asString())
                .isEqualTo(
                        "{\"some_instant\":\"2024-03-01T09:00:00.000Z\",\"nothing\":null,\"meta_data\":{\"someKey\":1}}");
    }

    @ParameterizedTest(name = "?{0} is page {1} of {2} rows, {3} pages")
    @CsvSource(delimiter = '|', textBlock = """
            x=                                    | 1        | 20  | 3
            page=2&limit=10                       | 2        | 10  | 5
            limit=100                             | 1        | 100 | 1
            limit=101                             | 1        | 100 | 1
            limit=99999999999999999999999999      | 1        | 100 | 1
            page=10000000&limit=1                 | 10000000 | 1   | 45
            """)
    void pagingFollowsItsRules(String query, int page, int limit, int pages) {
        JsonPath meta = given().get("/probe/page?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(meta.<Object>get("meta").toString())
                .isEqualTo("{page=" + page + ", limit=" + limit + ", total=45, totalPages=" + pages + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=x",
                "page=",
                "page=1.5",
                "page=10000001",
                "page=99999999999999999999",
                "limit=0",
                "limit=x",
                "limit=",
                "limit=-5"
            })
    void pagingThatIsNoNumberFromOneIsABadRequest(String query) {
        given().get("/probe/page?" + query).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/probe/request-id", "/q/health", "/nowhere", "/probe/fail/bug", "/v1/api-keys"})
    void requestIdThatWasSentComesBackFromEverywhere(String path) {
        String id = given().header("X-Request-Id", "abc 123/~").get(path).header("X-Request-Id");

        assertThat(id).isEqualTo("abc 123/~");
    }

    @Test
    void descriptionOfTheApiKnowsTheKeyAndSpellsNamesAsTheAnswersDo() {
        JsonPath api = given().get("/q/openapi?format=json").jsonPath();

        assertThat(api.getString("components.securitySchemes.apiKey.scheme")).isEqualTo("bearer");
        assertThat(api.getMap("components.schemas.OrganizationView.properties").keySet())
                .contains("max_concurrent_calls", "created_at");
        assertThat(api.getMap("components.schemas.Meta.properties").keySet()).contains("totalPages");
    }

    @Test
    void requestWithoutAnIdGetsOneThatItsLogLinesCarry() {
        Response answer = given().get("/probe/request-id");

        assertThat(answer.header("X-Request-Id")).hasSize(36);
        assertThat(answer.jsonPath().getList("id"))
                .as("on the event loop, after the database, in a session, on a worker")
                .containsExactly(answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\tb", "ä"})
    void idThatIsNoPrintableAsciiIsReplaced(String id) {
        assertThat(RequestId.isClean(id)).isFalse();
    }

    @Test
    void idOfAnyLengthUpTo128IsTaken() {
        assertThat(RequestId.isClean("x".repeat(128))).isTrue();
        assertThat(RequestId.isClean("x".repeat(129))).isFalse();
    }
}
