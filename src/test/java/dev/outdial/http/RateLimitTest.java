package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RateLimitTest {

    private final RateLimit limit;

    @Inject
    RateLimitTest(RateLimit limit) {
        this.limit = limit;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/campaigns", "/v1/campaigns/nothing", "/v1/campaigns?page=0", "/v1/organizations"})
    void everyAnswerToAKeySaysHowMuchIsLeft(String path) {
        Tenant tenant = Tenant.create();

        Response first = tenant.request().get(path);
        Response second = tenant.request().get(path);

        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("6000");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("5999");
        assertThat(Long.parseLong(second.header("X-RateLimit-Remaining"))).isEqualTo(5_998L);
        assertThat(Long.parseLong(second.header("X-RateLimit-Reset")))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 13);
    }

    /** The period of the tests is so long that nothing is granted again while this runs. */
    @Test
    void keyThatHasSpentItsAllowanceIsToldWhenToComeBack() {
        Tenant tenant = Tenant.create();
        RoutingContext elsewhere = request("192.0.2.1");
        ApiException spent = null;
        while (spent == null) {
            spent = catchThrowableOfType(ApiException.class, () -> limit.admit(elsewhere, tenant.keyId()));
        }

        Response refused = tenant.request().body("{}").post("/v1/campaigns");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 6);
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.jsonPath().getString("error")).isEqualTo("Too Many Requests");
        assertThat(refused.jsonPath().getString("message")).isEqualTo("Too many requests, please slow down");
        assertThat(Tenant.create().request().get("/v1/campaigns").statusCode()).isEqualTo(200);
    }

    @Test
    void addressThatSendsWrongKeysIsSlowedDown() {
        RoutingContext guesser = request("192.0.2.2");
        for (int i = 0; i < 300; i++) {
            limit.countWrongKey(guesser);
        }

        assertThat(limit.isGuessing(guesser)).isTrue();
        assertThat(limit.isGuessing(request("192.0.2.3"))).isFalse();
        assertThat(catchThrowableOfType(ApiException.class, () -> limit.countWrongKey(guesser))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void whoHasNoKeyLearnsNothingOfLimits() {
        Response refused = Tenant.as("nobody:has-this-key").get("/v1/campaigns");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.header("X-RateLimit-Limit")).isNull();
    }

    /** One that knows where it comes from, and nothing else. */
    private static RoutingContext request(String address) {
        HttpServerRequest request = proxy(HttpServerRequest.class, SocketAddress.inetSocketAddress(1, address));
        return proxy(RoutingContext.class, request);
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, _) -> method.getReturnType() == int.class ? (Object) 0 : answer));
    }
}
