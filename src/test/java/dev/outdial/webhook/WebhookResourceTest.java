package dev.outdial.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WebhookResourceTest {

    private static final String HOOKS = "/v1/user-webhooks";
    private static final String NOBODY = HOOKS + "/" + PublicId.WEBHOOK.text(new UUID(1, 2));
    private static final String MINIMAL =
            "{\"url\": \"https://hooks.example/a\", \"events\": [\"*\"], \"secret\": \"sixteen characters\"}";

    private final Pool pool;
    private Tenant tenant;

    @Inject
    WebhookResourceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeTenant() {
        tenant = Tenant.create();
    }

    @Test
    void webhookNeedsAnAddressEventsAndASecretWhichIsShownOnce() {
        JsonPath made = tenant.request()
                .body(MINIMAL)
                .post(HOOKS)
                .then()
                .statusCode(201)
                .body("id", matchesPattern("wh_[0-9a-z]{26}"))
                .body("message", is("Webhook created."))
                .body("organization_id", is(tenant.id()))
                .body("url", is("https://hooks.example/a"))
                .body("events", contains("*"))
                .body("secret", is("sixteen characters"))
                .body("is_active", is(true))
                .body("retry_count", is(8))
                .body("timeout_ms", is(10_000))
                .body("failing_since", nullValue())
                .body("disabled_at", nullValue())
                .body("created_at", matchesPattern("\\d{4}-.*\\.\\d{3}Z"))
                .extract()
                .jsonPath();
        assertThat(made.getMap("webhook"))
                .isNotEmpty()
                .allSatisfy((name, value) ->
                        assertThat(made.<Object>get(name.toString())).isEqualTo(value));

        String path = HOOKS + "/" + made.getString("id");
        tenant.request()
                .get(path)
                .then()
                .statusCode(200)
                .body("secret", is("********"))
                .body("webhook.secret", is("********"));
        tenant.request().get(HOOKS).then().body("webhooks.secret", contains("********"));
        tenant.request().body("{}").patch(path).then().statusCode(200).body("secret", is("********"));
    }

    @Test
    void everyFieldComesBackAsItWasSent() {
        String body = """
                {"url": "https://hooks.example:8443/a?b=c", "events": ["call_ended", "call.completed", "call_ended"],
                 "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "is_active": false, "retry_count": 0,
                 "timeout_ms": 60000, "id": "mine", "unknown": 1}
                """;

        String path = create(body);

        tenant.request()
                .get(path)
                .then()
                .body("url", is("https://hooks.example:8443/a?b=c"))
                .body("events", contains("call_ended", "call.completed"))
                .body("is_active", is(false))
                .body("retry_count", is(0))
                .body("timeout_ms", is(60_000));
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                         | [url should not be empty, events should not be empty, secret should not be empty]
            {"url": null, "events": null, "secret": ""} | [url should not be empty, events should not be empty, secret should not be empty]
            "url": 5                                   | [url must be a string]
            "url": "hooks.example"                     | [url must be a valid https URL]
            "url": "http://hooks.example/"             | [url must be a valid https URL]
            "url": "ftp://hooks.example/"              | [url must be a valid https URL]
            "url": "https://a:b@hooks.example/"        | [url must be a valid https URL]
            "url": "https://2130706433/"               | [url must be a valid https URL]
            "url": "https://0177.0.0.1/"               | [url must be a valid https URL]
            "url": "https://localhost/"                | [url must have a public address]
            "url": "https://127.0.0.1/"                | [url must have a public address]
            "url": "https://[::1]/"                    | [url must have a public address]
            "url": "https://[::ffff:10.0.0.1]/"        | [url must have a public address]
            "url": "https://169.254.169.254/latest/"   | [url must have a public address]
            "url": "https://metadata.google.internal/" | [url must have a public address]
            "events": []                               | [events must be a non-empty array of the following values: *, call.completed, call.failed, call.no_answer, call.result, campaign.started, campaign.paused, campaign.resumed, campaign.cancelled, campaign.completed, call_initiated, call_ended]
            "events": "*"                              | [events must be an array of at most 50 strings]
            "secret": "fifteen letters"                | [secret must be longer than or equal to 16 characters]
            "secret": "whsec_not base64 at all"        | [secret must be base64 after whsec_]
            "is_active": "yes"                         | [is_active must be a boolean value]
            "is_active": null                          | [is_active should not be empty]
            "retry_count": 11                          | [retry_count must be an integer from 0 to 10]
            "retry_count": -1                          | [retry_count must be an integer from 0 to 10]
            "timeout_ms": 999                          | [timeout_ms must be an integer from 1000 to 60000]
            "timeout_ms": 60001                        | [timeout_ms must be an integer from 1000 to 60000]
            """)
    void wrongWebhookIsRefused(String body, String message) {
        String whole = body.startsWith("{") ? body : MINIMAL.replace("}", ", " + body + "}");

        Object told = tenant.request()
                .body(whole)
                .post(HOOKS)
                .then()
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told.toString()).isEqualTo(message);
    }

    @Test
    void sizesAreBounded() {
        String url = "https://hooks.example/" + "x".repeat(128);
        create(MINIMAL.replace("https://hooks.example/a", url));
        refused(MINIMAL.replace("https://hooks.example/a", url + "x"));
        create(MINIMAL.replace("sixteen characters", "x".repeat(200)));
        refused(MINIMAL.replace("sixteen characters", "x".repeat(201)));
        refused(MINIMAL.replace("\"*\"", "\"*\", \"call.answered\""));
    }

    @Test
    void changeLeavesTheRestAlone() {
        String path = create(MINIMAL);

        tenant.request()
                .body("{\"events\": [\"campaign.completed\"], \"retry_count\": 3, \"is_active\": false}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("message", is("Webhook changed."))
                .body("events", contains("campaign.completed"));
        tenant.request()
                .get(path)
                .then()
                .body("url", is("https://hooks.example/a"))
                .body("events", contains("campaign.completed"))
                .body("retry_count", is(3))
                .body("timeout_ms", is(10_000))
                .body("is_active", is(false))
                .body("previous_secret_until", nullValue());
        tenant.request()
                .body("{\"url\": \"https://localhost/\"}")
                .patch(path)
                .then()
                .statusCode(400);
        tenant.request().body("{\"events\": null}").patch(path).then().statusCode(400);
        tenant.request()
                .body("{\"retry_count\": null}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("retry_count", is(8));
    }

    @Test
    void replacedSecretIsKeptForADayAndTheSameOneIsNoReplacement() {
        String path = create(MINIMAL);
        tenant.request()
                .body("{\"secret\": \"sixteen characters\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("previous_secret_until", nullValue());

        String until = tenant.request()
                .body("{\"secret\": \"another secret of ours\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .extract()
                .path("previous_secret_until");

        OffsetDateTime now =
                pool.query("SELECT now()").executeAndAwait().iterator().next().getOffsetDateTime(0);
        assertThat(Duration.between(now, OffsetDateTime.parse(until)))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
        Row stored = stored(path);
        assertThat(stored.getBuffer("previous_secret").toString()).contains("sixteen characters");
        assertThat(stored.getBuffer("secret").toString()).contains("another secret of ours");
    }

    @Test
    void activatingAgainOrAnotherAddressForgivesWhatWas() {
        String path = create(MINIMAL);
        for (String body :
                new String[] {"{\"is_active\": true}", "{\"is_active\": true, \"url\": \"https://b.example/\"}"}) {
            pool.preparedQuery("""
                    UPDATE webhook SET is_active = false, failing_since = now(), resting_until = now(), disabled_at = now(),
                                       disabled_reason = 'Nothing but failures'
                     WHERE id = $1""").executeAndAwait(Tuple.of(uuid(path)));
            tenant.request()
                    .get(path)
                    .then()
                    .body("is_active", is(false))
                    .body("disabled_reason", is("Nothing but failures"))
                    .body("disabled_at", notNullValue())
                    .body("failing_since", notNullValue());

            tenant.request()
                    .body(body)
                    .patch(path)
                    .then()
                    .body("is_active", is(true))
                    .body("disabled_reason", nullValue())
                    .body("disabled_at", nullValue())
                    .body("failing_since", nullValue());
            assertThat(stored(path).getOffsetDateTime("resting_until")).isNull();
        }
    }

    @Test
    void listIsNewestFirstAndOnlyOnesOwn() {
        String first = id(create(MINIMAL));
        String second = id(create(MINIMAL));
        String third = id(create(MINIMAL));
        Tenant.create()
                .request()
                .get(HOOKS)
                .then()
                .statusCode(200)
                .body("webhooks.size()", is(0))
                .body("total", is(0));

        tenant.request().get(HOOKS).then().statusCode(200).body("webhooks.id", contains(third, second, first));
        tenant.request()
                .get(HOOKS + "?page=2&limit=2")
                .then()
                .body("webhooks.id", contains(first))
                .body("total", is(3))
                .body("page", is(2))
                .body("limit", is(2))
                .body("totalPages", is(2));
        tenant.request().get(HOOKS + "?page=0").then().statusCode(400);
    }

    @Test
    void deletedWebhookIsGoneForEveryRequest() {
        String path = create(MINIMAL);

        tenant.request()
                .delete(path)
                .then()
                .statusCode(200)
                .body("message", is("Webhook deleted."))
                .body("id", equalTo(id(path)))
                .body("success", is(true));

        tenant.request().get(path).then().statusCode(404).body("message", is("Webhook not found"));
        tenant.request().body("{}").patch(path).then().statusCode(404);
        tenant.request().delete(path).then().statusCode(404);
        tenant.request().get(path + "/deliveries").then().statusCode(404);
        tenant.request().post(path + "/test").then().statusCode(404);
    }

    @Test
    void organizationHasSoManyAndNoMore() {
        for (int i = 0; i < Webhook.EACH_MAX; i++) {
            create(MINIMAL);
        }

        tenant.request()
                .body(MINIMAL)
                .post(HOOKS)
                .then()
                .statusCode(409)
                .body("message", is("An organization can have at most 50 webhooks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wh_", "wh_xyz", "nothing", "WH_00000000000000000000000001", "%00"})
    void malformedIdIsNotFound(String id) {
        tenant.request().urlEncodingEnabled(false).get(HOOKS + "/" + id).then().statusCode(404);
        tenant.request()
                .urlEncodingEnabled(false)
                .get(HOOKS + "/" + id + "/deliveries")
                .then()
                .statusCode(404);
    }

    @Test
    void anotherOrganizationsWebhookDoesNotExist() {
        String path = create(MINIMAL);
        Tenant other = Tenant.create();

        other.request().get(path).then().statusCode(404);
        other.request().body("{\"retry_count\": 1}").patch(path).then().statusCode(404);
        other.request().delete(path).then().statusCode(404);
        other.request().get(path + "/deliveries").then().statusCode(404);
        other.request().post(path + "/test").then().statusCode(404);
        other.request().get(NOBODY).then().statusCode(404);

        tenant.request().get(path).then().statusCode(200).body("retry_count", not(is(1)));
    }

    @Test
    void keyDecidesWhoMayWhat() {
        String path = create(MINIMAL);
        String reader = tenant.keyWith("read");

        RestAssured.get(HOOKS).then().statusCode(401);
        Tenant.as(reader).get(path).then().statusCode(200).body("secret", is("********"));
        Tenant.as(reader).get(path + "/deliveries").then().statusCode(200);
        Tenant.as(reader).body(MINIMAL).post(HOOKS).then().statusCode(403);
        Tenant.as(reader).body("{}").patch(path).then().statusCode(403);
        Tenant.as(reader).delete(path).then().statusCode(403);
        Tenant.as(reader).post(path + "/test").then().statusCode(403);
    }

    private Row stored(String path) {
        return pool.preparedQuery("SELECT * FROM webhook WHERE id = $1")
                .executeAndAwait(Tuple.of(uuid(path)))
                .iterator()
                .next();
    }

    private void refused(String body) {
        tenant.request().body(body).post(HOOKS).then().statusCode(400);
    }

    private String create(String body) {
        String id = tenant.request()
                .body(body)
                .post(HOOKS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return HOOKS + "/" + id;
    }

    private static UUID uuid(String path) {
        return PublicId.WEBHOOK.uuidOrNotFound(id(path));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
