package dev.outdial.testing;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/**
 * An organization of a test's own, made through the API, so that tests cannot see each other's rows.
 *
 * @param id its public id
 * @param keyId its first admin key's
 * @param key that key, as sent after "Bearer"
 */
public record Tenant(String id, String keyId, String key) {

    /** The bootstrap key of the test profile, in application.properties: every scope. */
    public static final String OPERATOR = "operator:test-only-secret";

    public static Tenant create() {
        JsonPath made = asOperator()
                .body("{\"name\": \"test " + UUID.randomUUID() + "\"}")
                .post("/v1/organizations")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String keyId = made.getString("api_key.id");
        return new Tenant(made.getString("id"), keyId, keyId + ":" + made.getString("api_key.secret"));
    }

    /** A JSON request with this organization's admin key. */
    public RequestSpecification request() {
        return as(key);
    }

    /** A JSON request with the operator's key. */
    public static RequestSpecification asOperator() {
        return as(OPERATOR);
    }

    /** A JSON request with any key. */
    public static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }

    /** Another key of this organization, with these scopes: {@code "read"}. */
    public String keyWith(String... scopes) {
        String list = "\"" + String.join("\", \"", scopes) + "\"";
        JsonPath made = request()
                .body("{\"name\": \"test\", \"scopes\": [" + list + "]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return made.getString("id") + ":" + made.getString("secret");
    }
}
