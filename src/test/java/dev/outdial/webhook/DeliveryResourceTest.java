package dev.outdial.webhook;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was delivered is in {@link dev.outdial.webhook.sender}'s tests; here is how that is shown and repeated. */
@QuarkusTest
class DeliveryResourceTest {

    private static final UUID EVENT = Ids.next();
    private static final UUID CALL = Ids.next();

    private final Pool pool;
    private Tenant tenant;
    private UUID webhook;
    private String path;

    @Inject
    DeliveryResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeWebhook() {
        tenant = Tenant.create();
        String id = tenant.request()
                .body(
                        "{\"url\": \"https://10.0.0.1.hooks.example/\", \"events\": [\"*\"], \"secret\": \"sixteen characters\"}")
                .post("/v1/user-webhooks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        webhook = PublicId.WEBHOOK.uuidOrNotFound(id);
        path = "/v1/user-webhooks/" + id;
    }

    @Test
    void attemptsAreListedTheNewestFirst() {
        UUID first = attempt(EVENT, 0, null, 500);
        UUID second = attempt(EVENT, 1, first, 200);

        tenant.request()
                .get(path + "/deliveries")
                .then()
                .statusCode(200)
                .body("meta.total", is(2))
                .body("data.id", contains(text(second), text(first)))
                .body("data[0].webhook_id", is(PublicId.WEBHOOK.text(webhook)))
                .body("data[0].event", is("call.completed"))
                .body("data[0].event_id", is(PublicId.EVENT.text(EVENT)))
                .body("data[0].call_id", is(PublicId.CALL.text(CALL)))
                .body("data[0].response_status", is(200))
                .body("data[0].is_success", is(true))
                .body("data[0].error_message", nullValue())
                .body("data[0].retry_attempt", is(1))
                .body("data[0].parent_delivery_id", is(text(first)))
                .body("data[0].duration_ms", is(7))
                .body("data[0].delivered_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                .body("data[1].parent_delivery_id", nullValue())
                .body("data[1].error_message", is("The endpoint answered 500"));
        tenant.request().get(path + "/deliveries?is_success=false").then().body("data.id", contains(text(first)));
        tenant.request().get(path + "/deliveries?page=2&limit=1").then().body("data.id", contains(text(first)));
        tenant.request().get(path + "/deliveries?is_success=maybe").then().statusCode(400);
    }

    @Test
    void eventIsQueuedAgainUnderItsOwnId() {
        UUID attempt = attempt(EVENT, 0, null, 200);
        event(EVENT);

        tenant.request()
                .post(path + "/deliveries/" + text(attempt) + "/redeliver")
                .then()
                .statusCode(200)
                .body("success", is(true))
                .body("event_id", is(PublicId.EVENT.text(EVENT)));
    }

    @Test
    void whatCannotBeDeliveredIsRefused() {
        UUID forgotten = attempt(Ids.next(), 0, null, 200);
        UUID decision = attempt(null, 0, null, null);
        for (UUID attempt : new UUID[] {forgotten, decision}) {
            tenant.request()
                    .post(path + "/deliveries/" + text(attempt) + "/redeliver")
                    .then()
                    .statusCode(409)
                    .body("message", is("There is nothing to deliver any more"));
        }

        tenant.request().body("{\"is_active\": false}").patch(path).then().statusCode(200);
        tenant.request()
                .post(path + "/deliveries/" + text(forgotten) + "/redeliver")
                .then()
                .statusCode(409)
                .body("message", is("An inactive webhook is sent nothing; set is_active to true first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlv_", "nothing", "dlv_00000000000000000000000001", "%00"})
    void unknownDeliveryIsNotFound(String id) {
        tenant.request()
                .urlEncodingEnabled(false)
                .post(path + "/deliveries/" + id + "/redeliver")
                .then()
                .statusCode(404);
    }

    @Test
    void anotherWebhooksDeliveryIsNotFound() {
        UUID attempt = attempt(EVENT, 0, null, 200);
        Tenant other = Tenant.create();
        String others = other.request()
                .body("{\"url\": \"https://hooks.example/\", \"events\": [\"*\"], \"secret\": \"sixteen characters\"}")
                .post("/v1/user-webhooks")
                .then()
                .extract()
                .path("id");

        String redeliver = "/deliveries/" + text(attempt) + "/redeliver";
        other.request().post(path + redeliver).then().statusCode(404);
        other.request().post("/v1/user-webhooks/" + others + redeliver).then().statusCode(404);
    }

    @Test
    void testSaysWhatCameBackAndIsInTheLog() {
        tenant.request()
                .post(path + "/test")
                .then()
                .statusCode(200)
                .body("success", is(false))
                .body("message", is("The endpoint did not answer."))
                .body("event_id", matchesPattern("evt_[0-9a-z]{26}"))
                .body("response_status", nullValue())
                .body("error_message", is("No address was found for 10.0.0.1.hooks.example"));

        tenant.request()
                .get(path + "/deliveries")
                .then()
                .body("data.event", contains("webhook.test"))
                .body("data[0].is_success", is(false));
        tenant.request().get(path).then().body("failing_since", nullValue());
    }

    private UUID attempt(@Nullable UUID event, int retry, @Nullable UUID parent, @Nullable Integer status) {
        UUID id = Ids.next();
        boolean success = status != null && status == 200;
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(webhook)
                .addUUID(event)
                .addUUID(CALL)
                .addInteger(retry)
                .addUUID(parent)
                .addInteger(status)
                .addBoolean(success)
                .addString(success ? null : "The endpoint answered " + status);
        pool.preparedQuery("""
                INSERT INTO webhook_attempt (id, webhook_id, event_id, event, call_id, retry_attempt, parent_id,
                                             response_status, is_success, error_message, duration_ms, delivered_at)
                VALUES ($1, $2, $3, 'call.completed', $4, $5, $6, $7, $8, $9, 7, clock_timestamp())
                """).executeAndAwait(row);
        return id;
    }

    private void event(UUID id) {
        pool.preparedQuery("""
                INSERT INTO webhook_event (id, organization_id, event, occurred_at, facts)
                VALUES ($1, $2, 'webhook.test', now(), '{}')
                """).executeAndAwait(Tuple.of(id, PublicId.ORGANIZATION.uuidOrNotFound(tenant.id())));
    }

    private static String text(UUID id) {
        return PublicId.DELIVERY.text(id);
    }
}
