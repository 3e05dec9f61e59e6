package dev.outdial.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ApiKeyResourceTest {

    private Tenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
    }

    @Test
    void newKeyWorksAsIdAndSecretAndAsTheWholeKey() {
        JsonPath made = create("{\"name\": \"ci\"}");

        assertThat(made.getList("scopes")).containsExactly("read", "write");
        assertThat(made.getString("id")).startsWith("key_").isEqualTo(made.getString("key_id"));
        assertThat(made.getString("key")).isEqualTo(made.getString("id") + ":" + made.getString("secret"));
        Tenant.as(made.getString("key"))
                .get("/v1/organizations/current")
                .then()
                .statusCode(200)
                .body("id", is(tenant.id()));
    }

    @Test
    void secretIsNeverShownAgain() {
        JsonPath made = create("{\"name\": \"ci\", \"scopes\": [\"read\"]}");

        String list = tenant.request().get("/v1/api-keys").asString();
        String one =
                tenant.request().get("/v1/api-keys/" + made.getString("id")).asString();

        assertThat(list + one).doesNotContain(made.getString("secret"), "secret", "hash");
        assertThat(new JsonPath(one).getMap("").keySet())
                .isEqualTo(Set.of("id", "key_id", "name", "scopes", "created_at", "last_used_at"));
    }

    @Test
    void listIsNewestFirstInPages() {
        List<String> ids = List.of(id("one"), id("two"), id("three"));

        tenant.request()
                .get("/v1/api-keys?limit=2")
                .then()
                .body("data.id", contains(ids.get(2), ids.get(1)))
                .body("meta.total", is(4))
                .body("meta.totalPages", is(2));
        tenant.request()
                .get("/v1/api-keys?limit=2&page=2")
                .then()
                .body("data.id", contains(ids.get(0), tenant.keyId()));
        tenant.request()
                .get("/v1/api-keys?limit=2&page=10000000")
                .then()
                .statusCode(200)
                .body("data", is(List.of()));
    }

    @ParameterizedTest(name = "{0} is {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                           | 400 | [name should not be empty]
            {"name": 1, "scopes": "read"}                | 400 | [name must be a string, scopes must be a non-empty array of the following values: read, write, admin, operator]
            {"name": "a", "scopes": []}                  | 400 | [scopes must be a non-empty array of the following values: read, write, admin, operator]
            {"name": "a", "scopes": ["root"]}            | 400 | [scopes must be a non-empty array of the following values: read, write, admin, operator]
            {"name": "a", "scopes": ["read","operator"]} | 403 | This API key lacks the scope 'operator'
            """)
    void wrongKeyIsNotMade(String body, int status, String message) {
        Object told = tenant.request()
                .body(body)
                .post("/v1/api-keys")
                .then()
                .statusCode(status)
                .extract()
                .path("message");

        assertThat(told.toString()).isEqualTo(message);
        tenant.request().get("/v1/api-keys").then().body("meta.total", is(1));
    }

    @Test
    void revokedKeyIsRefusedAtOnce() {
        JsonPath made = create("{\"name\": \"ci\"}");
        Tenant.as(made.getString("key")).get("/v1/organizations/current").then().statusCode(200);

        String path = "/v1/api-keys/" + made.getString("id");
        tenant.request().delete(path).then().statusCode(200).body("message", is("API key revoked."));

        Tenant.as(made.getString("key")).get("/v1/organizations/current").then().statusCode(401);
        tenant.request().delete(path).then().statusCode(404).body("message", is("API key not found"));
        tenant.request().get(path).then().statusCode(404);
        tenant.request().get("/v1/api-keys").then().body("data.id", not(hasItem(made.getString("id"))));
    }

    @Test
    void lastAdminKeyStaysUntilThereIsAnother() {
        String path = "/v1/api-keys/" + tenant.keyId();
        tenant.request()
                .delete(path)
                .then()
                .statusCode(409)
                .body("message", is("The last admin key cannot be revoked: make another one first"));

        String other = tenant.keyWith("admin");
        tenant.request().delete(path).then().statusCode(200);

        tenant.request().get("/v1/api-keys").then().statusCode(401);
        Tenant.as(other).get("/v1/api-keys").then().statusCode(200);
    }

    @Test
    void lastOperatorKeyStays() {
        String id = Tenant.asOperator().get("/v1/api-keys?limit=100").jsonPath().getString("data[-1].id");

        Tenant.asOperator().delete("/v1/api-keys/" + id).then().statusCode(409);
    }

    @Test
    void anotherOrganizationsKeysDoNotExist() {
        Tenant other = Tenant.create();
        String path = "/v1/api-keys/" + other.keyId();

        tenant.request().get(path).then().statusCode(404);
        tenant.request().delete(path).then().statusCode(404);
        tenant.request().get("/v1/api-keys?limit=100").then().body("data.id", contains(tenant.keyId()));
        other.request().get(path).then().statusCode(200);
        Tenant.asOperator().get(path).then().statusCode(404);
    }

    private String id(String name) {
        return create("{\"name\": \"" + name + "\"}").getString("id");
    }

    private JsonPath create(String body) {
        return tenant.request()
                .body(body)
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }
}
