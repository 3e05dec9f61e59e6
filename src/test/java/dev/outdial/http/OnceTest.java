package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A POST that is sent twice with one Idempotency-Key is done once, whatever happens in between. */
@QuarkusTest
class OnceTest {

    private static final String AGENT = "{\"title\": \"Ada\", \"route\": {\"kind\": \"simulated\"}}";
    private static final String REPLAYED = "Idempotent-Replayed";

    private final Pool pool;

    private Tenant tenant;
    private String agent;

    @Inject
    OnceTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void open() {
        tenant = Tenant.create();
        agent = tenant.request().body(AGENT).post("/v1/agents").jsonPath().getString("id");
    }

    @AfterEach
    void repair() {
        sql("DROP TRIGGER IF EXISTS crash ON idempotency");
    }

    @Test
    void sameRequestAgainIsAnsweredTheSameAndNotDoneAgain() {
        Response first = post("k1", "/v1/campaigns", campaign("a"));
        Response second = post("k1", "/v1/campaigns", campaign("a"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header(REPLAYED)).isNull();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.header(REPLAYED)).isEqualTo("true");
        assertThat(second.contentType()).startsWith("application/json");
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void hundredAtOnceMakeOneCampaign() throws InterruptedException, ExecutionException {
        List<Response> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(25)) {
            List<Future<Response>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(threads.submit(() -> post("k2", "/v1/campaigns", campaign("b"))));
            }
            for (Future<Response> one : sent) {
                answers.add(one.get());
            }
        }

        assertThat(campaigns()).isEqualTo(1);
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(201, 409)
                .contains(201);
        assertThat(answers.stream()
                        .filter(answer -> answer.statusCode() == 201)
                        .map(answer -> answer.jsonPath().getString("id"))
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
                .allSatisfy(answer -> {
                    assertThat(answer.asString()).contains("still in progress");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                });
    }

    @Test
    void keyOfAnotherRequestIs422() {
        post("k3", "/v1/campaigns", campaign("a"));

        Response other = post("k3", "/v1/campaigns", campaign("b"));
        Response elsewhere = post("k3", "/v1/agents", AGENT);

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.jsonPath().getString("error")).isEqualTo("Unprocessable Entity");
        assertThat(elsewhere.statusCode()).isEqualTo(422);
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void anotherOrganizationMayUseTheSameKey() {
        post("k4", "/v1/agents", AGENT);

        Response theirs = Tenant.create()
                .request()
                .header("Idempotency-Key", "k4")
                .body(AGENT)
                .post("/v1/agents");

        assertThat(theirs.statusCode()).isEqualTo(201);
        assertThat(theirs.header(REPLAYED)).isNull();
    }

    @Test
    void refusedRequestMayBeMendedAndSentWithTheSameKey() {
        assertThat(post("k5", "/v1/campaigns", "{}").statusCode()).isEqualTo(400);

        assertThat(post("k5", "/v1/campaigns", campaign("a")).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "é"})
    void keyThatIsNoneIs400(String key) {
        assertThat(tenant.request()
                        .header("Idempotency-Key", key)
                        .body(AGENT)
                        .post("/v1/agents")
                        .statusCode())
                .isEqualTo(400);
    }

    /** What a crash between the effect and the note of its key would be. */
    @Test
    void effectAndKeyAreOneTransaction() {
        sql("""
            CREATE OR REPLACE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'crash' USING ERRCODE = '40001'; END $$""");
        sql("CREATE TRIGGER crash BEFORE UPDATE ON idempotency FOR EACH ROW EXECUTE FUNCTION crash()");
        assertThat(post("k6", "/v1/campaigns", campaign("a")).statusCode()).isEqualTo(503);
        assertThat(campaigns()).isZero();
        sql("DROP TRIGGER crash ON idempotency");

        Response again = post("k6", "/v1/campaigns", campaign("a"));

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header(REPLAYED)).isNull();
        assertThat(campaigns()).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM idempotency i JOIN campaign c USING (organization_id)"
                        + " WHERE c.xmin = i.xmin AND c.organization_id = '" + organization() + "'"))
                .isEqualTo(1);
    }

    @Test
    void pauseThatWasMadeButNeverAnsweredIsAnsweredWithoutBeingMadeAgain() {
        String id = post("k7", "/v1/campaigns", campaign("a")).jsonPath().getString("id");
        String pause = "/v1/campaigns/" + id + "/pause";
        Response first = post("k8", pause, "");
        sql("UPDATE idempotency SET status = NULL, answer = NULL WHERE status = 200");

        Response second = post("k8", pause, "");
        Response third = post("k8", pause, "");
        Response unkeyed = tenant.request().post(pause);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.jsonPath().getString("status")).isEqualTo("paused");
        assertThat(third.header(REPLAYED)).isEqualTo("true");
        assertThat(third.asString()).isEqualTo(second.asString());
        assertThat(unkeyed.statusCode()).isEqualTo(409);
    }

    @Test
    void leadsAreAddedOnce() {
        String id = post("k9", "/v1/campaigns", campaign("a")).jsonPath().getString("id");
        String one = "{\"campaignId\": \"" + id + "\", \"phoneNumber\": \"+442079460018\"}";
        String many = "{\"campaignId\": \"" + id + "\", \"leads\": [{\"phoneNumber\": \"+442079460019\"}]}";

        for (int i = 0; i < 2; i++) {
            assertThat(post("k10", "/v1/campaigns-leads", one).statusCode()).isEqualTo(201);
            assertThat(post("k11", "/v1/campaigns-leads/bulk", many).statusCode())
                    .isEqualTo(201);
        }

        assertThat(number("SELECT count(*) FROM lead WHERE organization_id = '" + organization() + "'"))
                .isEqualTo(2);
    }

    /** Its boundary is another one each time. */
    @Test
    void fileIsKnownByWhatIsInIt() {
        String id = post("k12", "/v1/campaigns", campaign("a")).jsonPath().getString("id");

        Response first = upload(id, "phone\n+442079460018\n", "strict");
        Response again = upload(id, "phone\n+442079460018\n", "strict");
        Response otherFile = upload(id, "phone\n+442079460019\n", "strict");
        Response otherField = upload(id, "phone\n+442079460018\n", "partial");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(otherFile.statusCode()).isEqualTo(422);
        assertThat(otherField.statusCode()).isEqualTo(422);
        assertThat(number("SELECT count(*) FROM lead WHERE organization_id = '" + organization() + "'"))
                .isEqualTo(1);
    }

    @Test
    void secretIsRepeatedToItsClientAloneAndKeptFromEverybodyElse() {
        String body = "{\"name\": \"CRM\", \"scopes\": [\"admin\"]}";
        Response first = post("k13", "/v1/api-keys", body);
        String secret = first.jsonPath().getString("secret");

        Response again = post("k13", "/v1/api-keys", body);
        Response byAnother = Tenant.as(first.jsonPath().getString("key"))
                .header("Idempotency-Key", "k13")
                .body(body)
                .post("/v1/api-keys");

        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.jsonPath().getString("secret")).isEqualTo(secret);
        assertThat(byAnother.statusCode()).isEqualTo(409);
        assertThat(byAnother.asString()).doesNotContain(secret);
        assertThat(number("SELECT count(*) FROM idempotency WHERE answer LIKE '%" + secret + "%'"))
                .isZero();
    }

    @Test
    void keyIsForgottenAfterADay() {
        post("k14", "/v1/campaigns", campaign("a"));
        sql("UPDATE idempotency SET created_at = now() - interval '24 hours 1 second'");

        Response later = post("k14", "/v1/campaigns", campaign("a"));

        assertThat(later.header(REPLAYED)).isNull();
        assertThat(campaigns()).isEqualTo(2);
        assertThat(number("SELECT count(*) FROM idempotency WHERE created_at < now() - interval '24 hours'"))
                .isZero();
    }

    private Response post(String key, String path, String body) {
        RequestSpecification request = tenant.request().header("Idempotency-Key", key);
        return body.isEmpty() ? request.post(path) : request.body(body).post(path);
    }

    private Response upload(String campaign, String csv, String mode) {
        return tenant.request()
                .header("Idempotency-Key", "upload")
                .contentType("multipart/form-data")
                .multiPart("file", "leads.csv", csv.getBytes(StandardCharsets.UTF_8))
                .multiPart("mode", mode)
                .post("/v1/campaigns-leads/upload-file/" + campaign);
    }

    private String campaign(String name) {
        return "{\"name\": \"" + name + "\", \"agent_id\": \"" + agent
                + "\", \"from_phone_number\": \"+912234567890\"}";
    }

    private long campaigns() {
        return tenant.request().get("/v1/campaigns").jsonPath().getLong("meta.total");
    }

    private UUID organization() {
        return PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
    }

    private long number(String sql) {
        Row row = pool.query(sql).executeAndAwait().iterator().next();
        return row.getLong(0);
    }

    private void sql(String sql) {
        pool.query(sql).executeAndAwait();
    }
}
