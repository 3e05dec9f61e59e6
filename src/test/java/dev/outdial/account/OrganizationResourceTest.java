package dev.outdial.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class OrganizationResourceTest {

    private final Changes changes;
    private Tenant tenant;
    private String path;

    @Inject
    OrganizationResourceTest(Changes changes) {
        this.changes = changes;
    }

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
        path = "/v1/organizations/" + tenant.id();
    }

    @Test
    void everyKeySeesItsOwnOrganization() {
        tenant.request()
                .get("/v1/organizations/current")
                .then()
                .statusCode(200)
                .body("id", is(tenant.id()))
                .body("max_concurrent_calls", is(1000));
    }

    @Test
    void operatorSeesAllOfThemNewestFirst() {
        Tenant.asOperator().get(path).then().statusCode(200).body("id", is(tenant.id()));
        Tenant.asOperator()
                .get("/v1/organizations?limit=1")
                .then()
                .statusCode(200)
                .body("data[0].id", is(tenant.id()));
        Tenant.asOperator()
                .get("/v1/organizations/" + PublicId.ORGANIZATION.text(UUID.randomUUID()))
                .then()
                .statusCode(404)
                .body("message", is("Organization not found"));
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"name": null}                   | [name should not be empty]
            {"name": " "}                    | [name should not be empty]
            {"max_concurrent_calls": null}   | [max_concurrent_calls should not be empty]
            {"max_concurrent_calls": 10001}  | [max_concurrent_calls must be an integer from 1 to 10000]
            {"max_concurrent_calls": 0}      | [max_concurrent_calls must be an integer from 1 to 10000]
            """)
    void wrongChangeIsRefused(String body, String message) {
        Object told = Tenant.asOperator()
                .body(body)
                .patch(path)
                .then()
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told.toString()).isEqualTo(message);
    }

    @Test
    void newLimitIsToldOnceAndOtherChangesAreNot() {
        Tenant.asOperator()
                .body("{\"max_concurrent_calls\": 7}")
                .patch(path)
                .then()
                .statusCode(200);
        Tenant.asOperator()
                .body("{\"max_concurrent_calls\": 7}")
                .patch(path)
                .then()
                .statusCode(200);
        Tenant.asOperator()
                .body("{\"name\": \"new\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("name", is("new"))
                .body("max_concurrent_calls", is(7));

        UUID id = PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
        assertThat(changes.of(id)).containsExactly(new OrganizationChanged(id, 7));
        Tenant.asOperator().get(path).then().body("max_concurrent_calls", is(7));
    }

    /** Remembers what was told. */
    @ApplicationScoped
    static class Changes {

        private final List<OrganizationChanged> seen = new CopyOnWriteArrayList<>();

        void note(@Observes OrganizationChanged change) {
            seen.add(change);
        }

        List<OrganizationChanged> of(UUID organization) {
            return seen.stream()
                    .filter(change -> change.organizationId().equals(organization))
                    .toList();
        }
    }
}
