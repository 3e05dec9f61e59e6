package dev.outdial.postgres;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StartTest {

    @Inject
    Flyway flyway;

    @Inject
    Pool pool;

    @Test
    void serviceIsHealthyWithNothingConfigured() {
        get("/q/health").then().statusCode(200).body("status", Matchers.is("UP"));
    }

    @Test
    void migrationsHaveRunOnADatabaseThatIsThrownAway() {
        assertThat(flyway.info().current()).isNotNull();
        assertThat(flyway.info().pending()).isEmpty();
        assertThat(pool.query("SHOW fsync").executeAndAwait().iterator().next().getString(0))
                .isEqualTo("off");
    }
}
