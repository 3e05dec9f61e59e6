package dev.outdial.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw HTTP, because a client library would repair some of these requests. */
@QuarkusTest
class ErrorBodyTest {

    @ParameterizedTest(name = "{0} {1} is {2} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            GET     | /                                   | 404 | Cannot GET /
            GET     | /nowhere                            | 404 | Cannot GET /nowhere
            GET     | /v1                                 | 404 | Cannot GET /v1
            GET     | /v1/nowhere                         | 404 | Cannot GET /v1/nowhere
            POST    | /v1/nowhere/at/all                  | 404 | Cannot POST /v1/nowhere/at/all
            GET     | /campaigns                          | 404 | Cannot GET /campaigns
            GET     | /probe/typed/x                      | 404 | Cannot GET /probe/typed/x
            DELETE  | /probe/sample                       | 405 | Method Not Allowed
            BREW    | /probe/sample                       | 405 | Method Not Allowed
            GET     | /probe/fail/bug                     | 500 | Internal server error
            GET     | /probe/fail/later                   | 500 | Internal server error
            GET     | /probe/fail/error                   | 500 | Internal server error
            GET     | /probe/fail/conflict                | 409 | text
            GET     | /probe/fail/list                    | 400 | [a, b]
            GET     | /probe/fail/unreachable             | 503 | The service is temporarily unavailable, please try again
            GET     | /probe/fail/SELECT%201%2F0          | 400 | A value in the request cannot be stored
            GET     | /probe/fail/SELECT%20nonsense       | 500 | Internal server error
            """)
    void everyErrorHasTheOneBody(String method, String path, int status, String message) throws IOException {
        check(send(method + " " + path + " HTTP/1.1", "", new byte[0]), status, message);
    }

    @ParameterizedTest(name = "{0} body {1} is {2} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            application/json | {"name": 5}        | 400 | [name must be a string]
            application/json | {}                 | 400 | [name should not be empty]
            application/json | {"name": "a"       | 400 | The request body is not valid JSON
            application/json | {"name": "a"} x    | 400 | The request body is not valid JSON
            application/json | []                 | 400 | The request body must be a JSON object
            application/json | null               | 400 | The request body must be a JSON object
            application/json | 7                  | 400 | The request body must be a JSON object
            application/json | ~~                 | 400 | The request body must be a JSON object
            text/plain       | {"name": "a"}      | 415 | Unsupported Media Type
            nonsense         | {"name": "a"}      | 400 | Bad Request
            application/xml  | <name/>            | 415 | Unsupported Media Type
            """)
    void everyBodyThatCannotBeReadIsRefused(String type, String body, int status, String message) throws IOException {
        byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        check(send("POST /probe/input HTTP/1.1", "Content-Type: " + type + "\r\n", bytes), status, message);
    }

    @ParameterizedTest(name = "{0}; {1} is {2}")
    @CsvSource(delimiter = '!', nullValues = "-", textBlock = """
            boundary=x               ! --x|Content-Disposition: form-data; name="file"; filename="f"||1|--x--|     ! 200
            boundary=x               ! -                                                                          ! 400
            boundary=x               ! nonsense                                                                   ! 400
            boundary=y               ! --x|Content-Disposition: form-data; name="file"; filename="f"||1|--x--|     ! 400
            boundary=                ! --x|Content-Disposition: form-data; name="file"; filename="f"||1|--x--|     ! 400
            boundary=x               ! --x|Content-Disposition: form-data; name="file"; filename="f"||1           ! 400
            boundary=x               ! --x|nonsense||1|--x--|                                                     ! 400
            boundary=x; charset=none ! --x|Content-Disposition: form-data; name="file"; filename="f"||1|--x--|     ! 400
            """)
    void everyFormThatCannotBeReadIsRefused(String parameters, @Nullable String form, int status) throws IOException {
        byte[] bytes = (form == null ? "" : form.replace("|", "\r\n")).getBytes(StandardCharsets.UTF_8);
        Answer answer =
                send("POST /probe/form HTTP/1.1", "Content-Type: multipart/form-data; " + parameters + "\r\n", bytes);

        if (status == 200) {
            assertThat(answer.body).as(answer.head).contains("\"file\":true");
        } else {
            check(answer, status, "The request body is not a valid multipart form");
        }
    }

    @Test
    void formOfTooManyFieldsIsRefused() throws IOException {
        String field = "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1\r\n";
        byte[] form = (field.repeat(2_000) + "--x--\r\n").getBytes(StandardCharsets.US_ASCII);
        check(
                send("POST /probe/form HTTP/1.1", "Content-Type: multipart/form-data; boundary=x\r\n", form),
                400,
                "The request body is not a valid multipart form");
    }

    @Test
    void preconditionThatDoesNotHoldIs412() throws IOException {
        check(send("GET /probe/tagged HTTP/1.1", "If-Match: \"x\"\r\n", new byte[0]), 412, "Precondition Failed");
    }

    @Test
    void jsonThatDoesNotFitARecordNamesNoClass() {
        String body = given().contentType("application/json")
                .body("{\"count\": \"many\"}")
                .post("/probe/record")
                .then()
                .statusCode(400)
                .extract()
                .asString();

        assertThat(body).contains("\"statusCode\":400").doesNotContain("Body", "dev.outdial", "jackson");
    }

    @Test
    void acceptingOnlyWhatIsNotServedIs406() throws IOException {
        check(send("GET /probe/sample HTTP/1.1", "Accept: image/png\r\n", new byte[0]), 406, "Not Acceptable");
    }

    @Test
    void tooLongAUriIs414() throws IOException {
        check(send("GET /probe/echo/" + "a".repeat(10_000) + " HTTP/1.1", "", new byte[0]), 414, "URI Too Long");
    }

    @Test
    void announcedBodyOverTheLimitIs413() throws IOException {
        String headers = "Content-Type: application/json\r\nContent-Length: 20000000\r\n";
        check(exchange("POST /probe/input HTTP/1.1\r\n" + head(headers), new byte[0]), 413, "Payload Too Large");
    }

    @Test
    void chunkedBodyOverTheLimitIs413() throws IOException {
        String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
        byte[] body = (chunk.repeat(11) + "5\r\nxxxxx\r\n").getBytes(StandardCharsets.US_ASCII);
        String headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
        check(exchange("POST /probe/input HTTP/1.1\r\n" + head(headers), body), 413, "Payload Too Large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/probe/echo/%zz", "/probe/echo/%", "/probe/echo/a?q=%zz", "/%", "/v1/campaigns/%c"})
    void uriThatIsNoneIs400(String path) throws IOException {
        check(send("GET " + path + " HTTP/1.1", "", new byte[0]), 400, "Bad Request");
    }

    @Test
    void anOutageSaysWhenToComeBack() {
        assertThat(given().get("/probe/fail/unreachable").header("Retry-After")).isEqualTo("5");
    }

    private static void check(Answer answer, int status, String message) {
        assertThat(answer.body).as(answer.head).isNotEmpty();
        assertThat(answer.status).as(answer.body).isEqualTo(status);
        JsonPath json = new JsonPath(answer.body);
        assertThat(json.getInt("statusCode")).isEqualTo(status);
        assertThat(String.valueOf(json.<Object>get("message"))).isEqualTo(message);
        assertThat(json.getString("error")).isEqualTo(ErrorBody.reason(status));
        assertThat(answer.head).contains("content-type: application/json");
        assertThat(answer.head).contains("x-request-id: ");
        assertThat(answer.body).doesNotContain("secret-detail", "dev.outdial", "Exception", "SELECT", "\tat ");
    }

    private static Answer send(String line, String headers, byte[] body) throws IOException {
        return exchange(line + "\r\n" + head(headers + "Content-Length: " + body.length + "\r\n"), body);
    }

    private static String head(String headers) {
        return "Host: localhost\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static Answer exchange(String head, byte[] body) throws IOException {
        try (RawConnection connection = new RawConnection()) {
            connection.write(head);
            connection.write(body);
            String answered = connection.head();
            return new Answer(Integer.parseInt(answered.substring(9, 12)), answered, connection.body(answered));
        }
    }

    private record Answer(int status, String head, String body) {}
}
