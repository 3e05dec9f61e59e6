package dev.outdial.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SuppressionResourceTest {

    private static final String LIST = "/v1/suppressions";
    private static final String UNKNOWN = LIST + "/sup_00000000000000000000000000";

    private Tenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
    }

    @Test
    void numberIsPutOnTheListAsE164() {
        String path = LIST + "/"
                + post("{\"phoneNumber\": \"98765 43210\", \"countryCode\": \"IN\", \"reason\": \"asked\"}")
                        .statusCode(201)
                        .body("id", matchesPattern("sup_[0-9a-z]{26}"))
                        .body("phone_number", is("+919876543210"))
                        .body("reason", is("asked"))
                        .body("created_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                        .body("leads_failed", is(0))
                        .extract()
                        .<String>path("id");

        get(path).statusCode(200).body("phone_number", is("+919876543210")).body("reason", is("asked"));
    }

    @Test
    void numberThatIsOnTheListStaysAsItIs() {
        String first = post("{\"phone_number\": \"+919876543210\", \"reason\": \"asked\"}")
                .statusCode(201)
                .extract()
                .path("id");

        post("{\"phone_number\": \"+91 98765 43210\", \"reason\": \"asked again\"}")
                .statusCode(200)
                .body("id", is(first))
                .body("reason", is("asked"));
        get(LIST).body("meta.total", is(1));
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                              | [phone_number should not be empty]
            {"phone_number": null}                          | [phone_number should not be empty]
            {"phone_number": 919876543210}                  | [phone_number must be a string]
            {"phone_number": "9876543210"}                  | [phone_number must be a valid E.164 phone number]
            {"phoneNumber": "+1"}                           | [phoneNumber must be a valid E.164 phone number]
            {"phone_number": "9876543210", "country_code": "ZZ"} | [country_code must be a calling code such as +91 or the two letters of a country such as IN]
            {"phone_number": "+919876543210", "reason": 1}  | [reason must be a string]
            """)
    void wrongEntryIsRefused(String body, String message) {
        assertThat(post(body).statusCode(400).extract().<Object>path("message")).hasToString(message);
    }

    @Test
    void listIsSearchedByNumberAndReasonAndPaged() {
        post("{\"phone_number\": \"+919876543210\", \"reason\": \"50% off\"}").statusCode(201);
        post("{\"phone_number\": \"+14155550132\", \"reason\": \"Complaint\"}").statusCode(201);
        post("{\"phone_number\": \"+14155550133\"}").statusCode(201);

        get(LIST).body("data.phone_number", contains("+14155550133", "+14155550132", "+919876543210"));
        get(LIST + "?q=%2B14155550132").body("data.reason", contains("Complaint"));
        get(LIST + "?q=+1415555").body("meta.total", is(2));
        get(LIST + "?q=complain").body("data.phone_number", contains("+14155550132"));
        get(LIST + "?q=50%25").body("data.phone_number", contains("+919876543210"));
        get(LIST + "?q=nothing").body("meta.total", is(0));
        get(LIST + "?limit=1&page=2")
                .body("data.phone_number", contains("+14155550132"))
                .body("meta.totalPages", is(3));
        get(LIST + "?page=0").statusCode(400);
        get(LIST + "?q=" + "x".repeat(201)).statusCode(400);
    }

    @Test
    void removedNumberIsGoneAndCanBeAddedAgain() {
        String path = LIST + "/"
                + post("{\"phone_number\": \"+919876543210\"}").extract().<String>path("id");

        tenant.request().delete(path).then().statusCode(200).body("message", is("Suppression removed."));
        tenant.request().delete(path).then().statusCode(404).body("message", is("Suppression not found"));
        get(path).statusCode(404);
        post("{\"phone_number\": \"+919876543210\"}").statusCode(201).body("reason", nullValue());
    }

    @Test
    void listIsTakenAsFarAsItCanBeRead() {
        post("{\"phone_number\": \"+14155550132\"}").statusCode(201);

        bulk("""
                {"suppressions": [{"phone_number": "+919876543210", "reason": "asked"}, {"phone_number": "+919876543210"},
                                  {"phone_number": "+14155550132"}, {"reason": "nobody"}, {"phone_number": "12"},
                                  {"phone_number": "9876543211", "country_code": "+91"}, {"phone_number": "+14155550133", "reason": 5}]}
                """)
                .statusCode(201)
                .body("suppressions_created", is(2))
                .body("already_listed", is(2))
                .body("rows_skipped", is(1))
                .body("leads_failed", is(0))
                .body("error_count", is(2))
                .body("errors.row", contains(5, 7))
                .body("errors.reason", contains("invalid_phone_number", "invalid_value"))
                .body("message", is("2 numbers put on the do-not-call list."));
        get(LIST)
                .body("data.phone_number", contains("+919876543211", "+919876543210", "+14155550132"))
                .body("data[1].reason", is("asked"));
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                       | [suppressions should not be empty]
            {"suppressions": "x"}    | [suppressions must be an array of at most 5000 objects]
            {"suppressions": ["x"]}  | [suppressions.0 must be an object]
            """)
    void wrongListIsRefused(String body, String message) {
        assertThat(bulk(body).statusCode(400).extract().<Object>path("message")).hasToString(message);
    }

    @Test
    void fileIsTakenAsFarAsItCanBeRead() {
        upload(
                        "Phone,reason,extra\n98765 43210,asked,1\n,,\n+14155550132,,2\n12,x,3\n+919876543210,twice,4\n",
                        "country_code=IN")
                .statusCode(201)
                .body("suppressions_created", is(2))
                .body("already_listed", is(1))
                .body("rows_skipped", is(0))
                .body("error_count", is(1))
                .body("errors.row", contains(5))
                .body("errors.column", contains("Phone"));
        get(LIST)
                .body("data.phone_number", contains("+14155550132", "+919876543210"))
                .body("data.reason", contains(null, "asked"));
    }

    /** Nothing of a file that cannot be read to its end is taken, so that nobody has to find out how far it came. */
    @ParameterizedTest
    @ValueSource(strings = {"", "phone_number\n", "name\nAsha\n", "phone_number,name\n+919876543210,\"Asha\n"})
    void fileThatCannotBeReadIsRefused(String file) {
        upload(file, "country_code=IN").statusCode(400).body("error_count", is(1));
        get(LIST).body("meta.total", is(0));
    }

    @Test
    void uploadIsAFormWithAFileAndAKnownCountry() {
        upload("phone_number\n9876543210\n", "countryCode=ZZ")
                .statusCode(400)
                .body("errors.reason", contains("unsupported_country"));
        tenant.request().body("{}").post(LIST + "/upload-file").then().statusCode(415);
        RestAssured.given()
                .header("Authorization", "Bearer " + tenant.key())
                .multiPart("country_code", "IN")
                .post(LIST + "/upload-file")
                .then()
                .statusCode(400)
                .body("message", contains("file should not be empty"));
    }

    @Test
    void listIsTheOrganizationsOwn() {
        String path = LIST + "/"
                + post("{\"phone_number\": \"+919876543210\"}").extract().<String>path("id");
        Tenant other = Tenant.create();

        assertThat(other.request().get(path).asString())
                .isEqualTo(other.request().get(UNKNOWN).asString())
                .contains("\"statusCode\":404");
        other.request().delete(path).then().statusCode(404);
        other.request().get(LIST + "/nonsense").then().statusCode(404);
        other.request().get(LIST).then().body("meta.total", is(0));
        get(path).statusCode(200);
    }

    @Test
    void listIsReadWithTheScopeReadAndChangedWithWrite() {
        String reader = tenant.keyWith("read");
        String body = "{\"phone_number\": \"+919876543210\"}";

        Tenant.as(reader).get(LIST).then().statusCode(200);
        Tenant.as(reader).body(body).post(LIST).then().statusCode(403);
        Tenant.as(reader).delete(UNKNOWN).then().statusCode(403);
        Tenant.as("no:such-key").body(body).post(LIST).then().statusCode(401);
        RestAssured.given()
                .contentType("application/json")
                .body(body)
                .post(LIST)
                .then()
                .statusCode(401);
    }

    @Test
    void bodyThatIsNoJsonOrOfAnotherKindIsRefused() {
        post("{\"phone_number\"").statusCode(400);
        tenant.request()
                .contentType("text/plain")
                .body("+919876543210")
                .post(LIST)
                .then()
                .statusCode(415);
    }

    private ValidatableResponse post(String body) {
        return tenant.request().body(body).post(LIST).then();
    }

    private ValidatableResponse bulk(String body) {
        return tenant.request().body(body).post(LIST + "/bulk").then();
    }

    private ValidatableResponse get(String path) {
        return tenant.request().urlEncodingEnabled(false).get(path).then();
    }

    private ValidatableResponse upload(String file, String field) {
        String[] parts = field.split("=", 2);
        return RestAssured.given()
                .header("Authorization", "Bearer " + tenant.key())
                .multiPart("file", "numbers.csv", file.getBytes(StandardCharsets.UTF_8))
                .multiPart(parts[0], parts[1])
                .post(LIST + "/upload-file")
                .then();
    }
}
