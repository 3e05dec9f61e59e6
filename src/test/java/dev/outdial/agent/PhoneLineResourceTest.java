package dev.outdial.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.http.PublicId;
import dev.outdial.testing.CampaignRow;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PhoneLineResourceTest {

    private static final String LINES = "/v1/organization-phone-numbers";

    private final Pool pool;
    private Tenant tenant;

    @Inject
    PhoneLineResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
    }

    @Test
    void lineNeedsNoMoreThanItsNumber() {
        tenant.request()
                .body("{\"phone_number\": \"+912234567890\"}")
                .post(LINES)
                .then()
                .statusCode(201)
                .body("id", matchesPattern("phn_[0-9a-z]{26}"))
                .body("phone_number", is("+912234567890"))
                .body("name", nullValue())
                .body("carrier", nullValue())
                .body("calls_per_second", nullValue())
                .body("max_concurrent_calls", nullValue())
                .body("created_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"));
    }

    @Test
    void everyFieldComesBackAsItWasSent() {
        String path = create("""
                {"phone_number": "+14155552671", "name": "Sales", "carrier": "simulator", "calls_per_second": 0.250,
                 "max_concurrent_calls": 10000}
                """);

        tenant.request()
                .get(path)
                .then()
                .statusCode(200)
                .body("phone_number", is("+14155552671"))
                .body("name", is("Sales"))
                .body("carrier", is("simulator"))
                .body("calls_per_second", is(0.25f))
                .body("max_concurrent_calls", is(10000));
    }

    @Test
    void changeIsOfTheLimitsAndTheNameAlone() {
        String path =
                create("{\"phone_number\": \"+14155552671\", \"calls_per_second\": 1, \"max_concurrent_calls\": 5}");

        tenant.request()
                .body(
                        "{\"calls_per_second\": 1000, \"name\": \"x\", \"phone_number\": \"+14155552672\", \"carrier\": \"x\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("phone_number", is("+14155552671"))
                .body("name", is("x"))
                .body("carrier", nullValue())
                .body("calls_per_second", is(1000))
                .body("max_concurrent_calls", is(5));
        tenant.request()
                .body("{\"calls_per_second\": null, \"max_concurrent_calls\": null, \"name\": null}")
                .patch(path)
                .then()
                .statusCode(200);
        tenant.request()
                .get(path)
                .then()
                .body("calls_per_second", nullValue())
                .body("max_concurrent_calls", nullValue())
                .body("name", nullValue());
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                  | [phone_number should not be empty]
            {"phone_number": null}              | [phone_number should not be empty]
            {"phone_number": 14155552671}       | [phone_number must be a string]
            {"phone_number": "14155552671"}     | [phone_number must be a valid E.164 phone number]
            {"phone_number": "+1 415 555 2671"} | [phone_number must be a valid E.164 phone number]
            {"phone_number": "+11111111111"}    | [phone_number must be a valid E.164 phone number]
            {"phone_number": "+999123456789"}   | [phone_number must be a valid E.164 phone number]
            """)
    void wrongNumberIsRefused(String body, String message) {
        assertThat(refusal(body)).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "carrier": "pigeon"                 | [carrier must be one of the following values: simulator]
            "calls_per_second": 0               | [calls_per_second must be a number from 0.001 to 1000]
            "calls_per_second": 1000.001        | [calls_per_second must be a number from 0.001 to 1000]
            "calls_per_second": 0.0015          | [calls_per_second must have at most 3 decimal places]
            "calls_per_second": "1"             | [calls_per_second must be a number from 0.001 to 1000]
            "max_concurrent_calls": 0           | [max_concurrent_calls must be an integer from 1 to 10000]
            "max_concurrent_calls": 10001       | [max_concurrent_calls must be an integer from 1 to 10000]
            "max_concurrent_calls": 1.5         | [max_concurrent_calls must be an integer from 1 to 10000]
            "name": 1                           | [name must be a string]
            """)
    void wrongFieldIsRefused(String field, String message) {
        assertThat(refusal("{\"phone_number\": \"+14155552671\", " + field + "}"))
                .isEqualTo(message);
        if (!field.contains("carrier")) {
            String path = create("{\"phone_number\": \"+14155552671\"}");
            tenant.request().body("{" + field + "}").patch(path).then().statusCode(400);
        }
    }

    @Test
    void organizationHasANumberOnceAndAnotherMayHaveItToo() {
        String body = "{\"phone_number\": \"+14155552671\", \"max_concurrent_calls\": 1}";
        String path = create(body);

        tenant.request()
                .body("{\"phone_number\": \"+14155552671\"}")
                .post(LINES)
                .then()
                .statusCode(409)
                .body("message", is("The organization has this phone number already"));
        Tenant.create().request().body(body).post(LINES).then().statusCode(201);
        tenant.request().get(path).then().body("max_concurrent_calls", is(1));
    }

    @Test
    void listIsNewestFirstAndOnlyOnesOwn() {
        String first = id(create("{\"phone_number\": \"+14155552671\"}"));
        String second = id(create("{\"phone_number\": \"+14155552672\"}"));
        String third = id(create("{\"phone_number\": \"+14155552673\"}"));
        Tenant.create().request().get(LINES).then().statusCode(200).body("items.size()", is(0));

        tenant.request()
                .get(LINES + "?limit=2")
                .then()
                .statusCode(200)
                .body("items.id", contains(third, second))
                .body("total", is(3))
                .body("page", is(1))
                .body("limit", is(2));
        tenant.request().get(LINES + "?limit=2&page=2").then().body("items.id", contains(first));
        tenant.request().get(LINES + "?limit=x").then().statusCode(400);
    }

    @Test
    void unusedLineCanBeDeletedAndAddedAgain() {
        String path = create("{\"phone_number\": \"+14155552671\"}");

        tenant.request().delete(path).then().statusCode(200).body("message", is("Phone number deleted."));

        tenant.request().get(path).then().statusCode(404).body("message", is("Phone number not found"));
        tenant.request().delete(path).then().statusCode(404);
        tenant.request().body("{}").patch(path).then().statusCode(404);
        create("{\"phone_number\": \"+14155552671\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "running", "completed", "cancelled"})
    void lineOfACampaignStays(String status) {
        String path = create("{\"phone_number\": \"+14155552671\"}");
        UUID agent = PublicId.AGENT.uuidOrNotFound(agent("{\"title\": \"a\"}"));
        CampaignRow.insert(pool, organization(), agent, PublicId.PHONE_NUMBER.uuidOrNotFound(id(path)), status);

        tenant.request()
                .delete(path)
                .then()
                .statusCode(409)
                .body(
                        "message",
                        is("The phone number cannot be deleted: campaigns have it as their caller number (1)"));
        tenant.request().get(path).then().statusCode(200);
    }

    @Test
    void lineOfAnAgentStaysUntilTheAgentIsDeleted() {
        String path = create("{\"phone_number\": \"+14155552671\"}");
        String agent = agent("{\"title\": \"a\", \"outbound_phone_number_id\": \"%s\"}".formatted(id(path)));

        tenant.request().delete(path).then().statusCode(409);
        tenant.request().delete("/v1/agents/" + agent).then().statusCode(200);
        tenant.request().delete(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"phn_", "phn_00000000000000000000000001", "agt_00000000000000000000000001", "x"})
    void unknownIdIsNotFound(String id) {
        String path = LINES + "/" + id;
        tenant.request().get(path).then().statusCode(404).body("message", is("Phone number not found"));
        tenant.request().body("{}").patch(path).then().statusCode(404);
        tenant.request().delete(path).then().statusCode(404);
    }

    @Test
    void anotherOrganizationsLineDoesNotExist() {
        String path = create("{\"phone_number\": \"+14155552671\"}");
        Tenant other = Tenant.create();

        other.request().get(path).then().statusCode(404);
        other.request().body("{\"max_concurrent_calls\": 1}").patch(path).then().statusCode(404);
        other.request().delete(path).then().statusCode(404);

        tenant.request().get(path).then().statusCode(200).body("max_concurrent_calls", nullValue());
    }

    @Test
    void keyDecidesWhoMayWhat() {
        String path = create("{\"phone_number\": \"+14155552671\"}");
        String reader = tenant.keyWith("read");

        RestAssured.get(LINES).then().statusCode(401);
        RestAssured.get(path).then().statusCode(401);
        Tenant.as(reader).get(path).then().statusCode(200);
        Tenant.as(reader).body("{}").post(LINES).then().statusCode(403);
        Tenant.as(reader).body("{}").patch(path).then().statusCode(403);
        Tenant.as(reader).delete(path).then().statusCode(403);
    }

    private UUID organization() {
        return PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
    }

    private String agent(String body) {
        return tenant.request()
                .body(body)
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String create(String body) {
        String id = tenant.request()
                .body(body)
                .post(LINES)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return LINES + "/" + id;
    }

    private String refusal(String body) {
        Object told = tenant.request()
                .body(body)
                .post(LINES)
                .then()
                .statusCode(400)
                .extract()
                .path("message");
        return told.toString();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
