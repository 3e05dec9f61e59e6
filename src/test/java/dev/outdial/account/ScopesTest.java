package dev.outdial.account;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each scope at each door. */
@QuarkusTest
class ScopesTest {

    @ParameterizedTest(name = "{0} {1} with {2} is {3} {4}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /v1/scope-probe                      | read           | 200 |
            GET    | /v1/scope-probe                      | write          | 200 |
            GET    | /v1/scope-probe                      | admin          | 200 |
            POST   | /v1/scope-probe                      | read           | 403 | write
            POST   | /v1/scope-probe                      | write          | 200 |
            POST   | /v1/scope-probe                      | admin          | 200 |
            POST   | /v1/scope-probe                      | read write     | 200 |
            GET    | /v1/scope-probe/open                 | read           | 200 |
            GET    | /v1/organizations/current            | read           | 200 |
            GET    | /v1/api-keys                         | read           | 403 | admin
            GET    | /v1/api-keys                         | read write     | 403 | admin
            GET    | /v1/api-keys                         | admin          | 200 |
            POST   | /v1/api-keys                         | write          | 403 | admin
            DELETE | /v1/api-keys/key_none                | write          | 403 | admin
            DELETE | /v1/api-keys/key_none                | admin          | 404 |
            GET    | /v1/organizations                    | admin          | 403 | operator
            POST   | /v1/organizations                    | admin          | 403 | operator
            PATCH  | /v1/organizations/org_none           | read admin     | 403 | operator
            GET    | /v1/organizations/org_none           | write          | 403 | operator
            """)
    void keyOpensWhatItsScopesInclude(String method, String path, String scopes, int status, @Nullable String lacking) {
        Tenant tenant = Tenant.create();
        RequestSpecification request = Tenant.as(tenant.keyWith(scopes.split(" ")));

        var answer = request.body("{}").request(method, path).then().statusCode(status);

        if (lacking != null) {
            answer.body("message", containsString("'" + lacking + "'")).body("error", is("Forbidden"));
        }
    }
}
