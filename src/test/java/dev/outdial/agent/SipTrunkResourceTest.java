package dev.outdial.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SipTrunkResourceTest {

    private static final String LINES = "/v1/organization-phone-numbers";
    private static final JsonObject TRUNK = new JsonObject("""
            {"phone_number": "+912234567890", "termination_uri": "sip:Trunk.Example.com:5070", "transport": "tls",
             "sip_username": "acme", "sip_password": "top secret", "label": "Mumbai", "calls_per_second": 2}""");

    private final Pool pool;
    private Tenant tenant;

    @Inject
    SipTrunkResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
    }

    /** Where there are such lines, no rehearsal starts on this database. */
    @AfterEach
    void removeLines() {
        pool.query("DELETE FROM phone_line WHERE carrier = 'asterisk'").executeAndAwait();
    }

    @Test
    void numberOfATrunkIsACallerNumberLikeAnyOther() {
        String id = post(TRUNK)
                .statusCode(201)
                .body("phone_number", is("+912234567890"))
                .body("carrier", is("asterisk"))
                .body("provider", is("sip_trunk"))
                .body("sip_trunk_enabled", is(true))
                .body("termination_uri", is("trunk.example.com:5070"))
                .body("sip_username", is("acme"))
                .body("sip_password", nullValue())
                .body("name", is("Mumbai"))
                .body("calls_per_second", is(2))
                .extract()
                .path("id");

        for (String path : new String[] {LINES + "/" + id, LINES}) {
            String told =
                    tenant.request().get(path).then().statusCode(200).extract().asString();
            assertThat(told).contains("trunk.example.com:5070", "acme").doesNotContain("top secret", "password");
        }
        tenant.request()
                .body("{\"name\": \"Pune\"}")
                .patch(LINES + "/" + id)
                .then()
                .body("termination_uri", is("trunk.example.com:5070"));
        tenant.request().delete(LINES + "/" + id).then().statusCode(200);
        assertThat(pool.query(
                                "SELECT count(*) FROM sip_trunk t LEFT JOIN phone_line p ON p.id = t.line_id WHERE p.id IS NULL")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
        post(TRUNK).statusCode(201);
    }

    @Test
    void trunkNeedsNoCredentials() {
        post(new JsonObject("{\"number\": \"+912234567890\", \"terminationUri\": \"10.0.0.1\"}"))
                .statusCode(201)
                .body("termination_uri", is("10.0.0.1"))
                .body("sip_username", nullValue());
        tenant.request()
                .body("{\"phone_number\": \"+912234567891\"}")
                .post(LINES)
                .then()
                .body("sip_trunk_enabled", is(false));
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"phone_number": null}             | [phone_number should not be empty]
            {"phone_number": "12"}             | [phone_number must be a valid E.164 phone number]
            {"termination_uri": null}          | [termination_uri should not be empty]
            {"termination_uri": "a b"}         | [termination_uri must be a host and perhaps a port, such as sip.example.com:5060]
            {"termination_uri": "x@y"}         | [termination_uri must be a host and perhaps a port, such as sip.example.com:5060]
            {"transport": "carrier pigeon"}    | [transport must be one of the following values: udp, tcp, tls]
            {"sip_username": "a\\r\\nb"}       | [sip_username must have only letters, digits and . _ ~ ! * + @ -]
            {"sip_username": null}             | [sip_username should not be empty]
            {"sip_password": null}             | [sip_password should not be empty]
            {"sip_password": "\\u00e9"}        | [sip_password must have only printable ASCII characters]
            {"calls_per_second": 0}            | [calls_per_second must be a number from 0.001 to 1000]
            """)
    void wrongTrunkIsRefused(String fields, String message) {
        Object told = post(TRUNK.copy().mergeIn(new JsonObject(fields)))
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told).hasToString(message);
        tenant.request().get(LINES).then().body("total", is(0));
    }

    @Test
    void organizationHasANumberOnce() {
        post(TRUNK).statusCode(201);
        post(TRUNK).statusCode(409).body("message", is("The organization has this phone number already"));
        Tenant other = Tenant.create();
        other.request().body(TRUNK.encode()).post(LINES + "/sip-trunks").then().statusCode(201);
        tenant.request().get(LINES).then().body("items.phone_number", contains("+912234567890"));
    }

    @Test
    void trunkIsMadeWithTheScopeWrite() {
        Tenant.as(tenant.keyWith("read"))
                .body(TRUNK.encode())
                .post(LINES + "/sip-trunks")
                .then()
                .statusCode(403);
        RestAssured.given()
                .contentType("application/json")
                .body(TRUNK.encode())
                .post(LINES + "/sip-trunks")
                .then()
                .statusCode(401);
        tenant.request()
                .contentType("text/plain")
                .body("x")
                .post(LINES + "/sip-trunks")
                .then()
                .statusCode(415);
        tenant.request().body("{").post(LINES + "/sip-trunks").then().statusCode(400);
    }

    private ValidatableResponse post(JsonObject body) {
        return tenant.request().body(body.encode()).post(LINES + "/sip-trunks").then();
    }
}
