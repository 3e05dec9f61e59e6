package dev.outdial.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PhoneLineTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final int CAMPAIGNS = 8;

    private Tenant tenant;
    private UUID organization;

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
        organization = PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
    }

    @Test
    void campaignsThatNameANewNumberAtOnceGetOneLine() throws Exception {
        CyclicBarrier start = new CyclicBarrier(CAMPAIGNS);
        Set<UUID> lines = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CAMPAIGNS)) {
            List<Future<UUID>> found = new ArrayList<>();
            for (int i = 0; i < CAMPAIGNS; i++) {
                found.add(threads.submit(() -> {
                    start.await();
                    return named("+14155552671");
                }));
            }
            for (Future<UUID> line : found) {
                lines.add(line.get());
            }
        }

        assertThat(lines).hasSize(1);
        tenant.request().get("/v1/organization-phone-numbers").then().body("total", is(1));
    }

    @Test
    void registeredNumberKeepsItsLimits() throws Exception {
        String id = tenant.request()
                .body("{\"phone_number\": \"+14155552671\", \"max_concurrent_calls\": 3}")
                .post("/v1/organization-phone-numbers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        assertThat(PublicId.PHONE_NUMBER.text(named("+14155552671"))).isEqualTo(id);
        tenant.request().get("/v1/organization-phone-numbers/" + id).then().body("max_concurrent_calls", is(3));
    }

    private UUID named(String number) throws Exception {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> Panache.withTransaction(() -> PhoneLine.named(organization, number, NOW))
                            .map(line -> line.id));
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
