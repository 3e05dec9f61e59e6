package dev.outdial.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuthenticationTest {

    private static final String REFUSAL =
            "{\"statusCode\":401,\"message\":\"API key is missing or invalid\",\"error\":\"Unauthorized\"}";

    private final Pool pool;

    @Inject
    AuthenticationTest(Pool pool) {
        this.pool = pool;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer :",
                "Bearer operator",
                "Bearer operator:",
                "Bearer :test-only-secret",
                "Bearer operator:wrong-secret-of-it",
                "Bearer nobody:test-only-secret",
                "Basic b3BlcmF0b3I6eA==",
                "operator:test-only-secret",
                "Bearer operator:test-only-secret more",
                "Bearer OPERATOR:test-only-secret",
                "Bearer operator: test-only-secret",
                "Bearer operator:test-only-secret:",
                "Bearer %00:x",
                "Bearer '--:x"
            })
    void everyWrongKeyGetsTheSameRefusal(String header) {
        Response answer = given().header("Authorization", header).get("/v1/api-keys");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).isEqualTo(REFUSAL);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void noKeyIsRefusedBeforeTheBodyIsLookedAt() {
        Response answer =
                given().contentType("application/json").body("{broken").post("/v1/api-keys");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).isEqualTo(REFUSAL);
    }

    @Test
    void largeBodyArrivesWholeWhereTheDatabaseCanBeAsked() {
        String body = "{\"padding\": \"" + "x".repeat(10_500_000) + "\"}";

        Tenant.as(Tenant.create().keyWith("write"))
                .body(body)
                .post("/v1/scope-probe")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer operator:test-only-secret", "Bearer  operator:test-only-secret "})
    void schemeAndSpacesAreReadLeniently(String header) {
        given().header("Authorization", header)
                .get("/v1/organizations/current")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/metrics", "/q/openapi"})
    void operationalPathsNeedNoKey(String path) {
        given().get(path).then().statusCode(200);
    }

    @Test
    void methodThatKnowsOtherProofsRunsWithoutAKey() {
        given().get("/v1/scope-probe/open").then().statusCode(200).body("known", is(false));
        given().header("Authorization", "Bearer some-other-token")
                .get("/v1/scope-probe/open")
                .then()
                .statusCode(200)
                .body("known", is(false));
        Tenant.asOperator().get("/v1/scope-probe/open").then().body("known", is(true));
    }

    @Test
    void firstUseIsNoted() {
        Tenant tenant = Tenant.create();
        assertThat(lastUse(tenant.keyId())).isNull();

        tenant.request().get("/v1/organizations/current").then().statusCode(200);

        assertThat(lastUse(tenant.keyId())).isNotNull();
    }

    @Test
    void wrongSecretIsNoUse() {
        Tenant tenant = Tenant.create();

        Tenant.as(tenant.keyId() + ":wrong")
                .get("/v1/organizations/current")
                .then()
                .statusCode(401);

        assertThat(lastUse(tenant.keyId())).isNull();
    }

    private @Nullable OffsetDateTime lastUse(String keyId) {
        return pool.preparedQuery("SELECT last_used_at FROM api_key WHERE key_id = $1")
                .executeAndAwait(Tuple.of(keyId))
                .iterator()
                .next()
                .getOffsetDateTime(0);
    }
}
