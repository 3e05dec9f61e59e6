package dev.outdial.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes with an answer, whatever is in it. */
@QuarkusTest
class SafeAnswersTest {

    private Tenant tenant;

    @BeforeEach
    void open() {
        tenant = Tenant.create();
    }

    /** The list of all of them, so that a new one is a decision. */
    @Test
    void answerOfTheApiHasTheseHeadersAndNoOthers() {
        List<String> headers = tenant.request().get("/v1/campaigns").headers().asList().stream()
                .map(Header::toString)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("^(x-request-id|x-ratelimit-[a-z]+|content-length)=.*", "$1"))
                .sorted()
                .toList();

        assertThat(headers)
                .containsExactly(
                        "cache-control=no-store",
                        "content-length",
                        "content-security-policy=default-src 'none'; frame-ancestors 'none'",
                        "content-type=application/json;charset=utf-8",
                        "referrer-policy=no-referrer",
                        "x-content-type-options=nosniff",
                        "x-ratelimit-limit",
                        "x-ratelimit-remaining",
                        "x-ratelimit-reset",
                        "x-request-id");
    }

    @Test
    void otherOriginsMayNotReadIt() {
        Response answer = given().header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "GET")
                .options("/v1/campaigns");

        assertThat(answer.headers().asList())
                .noneMatch(header -> header.getName().toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @ParameterizedTest(name = "{0} has {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /v1/campaigns               | GET, HEAD, OPTIONS, POST
            /v1/campaigns/cmp_x         | DELETE, GET, HEAD, OPTIONS, PATCH
            /v1/campaigns/cmp_x/pause   | OPTIONS, POST
            /v1/organizations/current   | GET, HEAD, OPTIONS, PATCH
            """)
    void pathSaysWhichMethodsItHas(String path, String methods) {
        Response options = given().options(path);
        Response wrong = tenant.request().put(path);

        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo(methods);
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo(methods);
        assertThat(wrong.jsonPath().getString("error")).isEqualTo("Method Not Allowed");
    }

    @Test
    void pathThatIsNoneHasNoMethods() {
        assertThat(given().options("/v1/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() {
        Response head = tenant.request().head("/v1/campaigns");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.contentType()).startsWith("application/json");
        assertThat(head.asString()).isEmpty();
        assertThat(given().head("/v1/campaigns").statusCode()).isEqualTo(401);
    }
}
