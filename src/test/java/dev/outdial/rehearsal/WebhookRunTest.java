package dev.outdial.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.webhook.Receiver;
import dev.outdial.webhook.Receiver.Reply;
import dev.outdial.webhook.Receiver.Visit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer is told of a campaign, from its creation to its end, over HTTP alone. */
@QuarkusTest
@TestProfile(Rehearsal.class)
class WebhookRunTest {

    /** So few that everything told of them is on one page of the log, the failures included. */
    private static final int LEADS = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private Receiver receiver;

    @Inject
    WebhookRunTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeEach
    void open() {
        receiver = Receiver.start(vertx);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void consumerIsToldOfEveryAttemptOnceAndThenOfTheEnd() {
        // Every seventh event is refused once: twice would be another five minutes.
        Set<String> seen = ConcurrentHashMap.newKeySet();
        receiver.answering(
                visit -> Reply.status(seen.add(visit.header("webhook-id")) && seen.size() % 7 == 0 ? 500 : 200));
        String webhook = subscribe("/new", "*");
        String older = subscribe("/old", "call_initiated", "call_ended");
        String campaign = Campaigns.running(10, 1);
        Campaigns.addLeads(campaign, LEADS, i -> "+1415%05d%02d".formatted(20_000 + i, i % 2 == 0 ? 1 : 7));

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Campaigns.status(campaign).equals("completed"));
        Awaitility.await().atMost(PATIENCE).until(() -> told("campaign.completed") && nothingWaits(webhook, older));

        List<Map<String, Object>> log = Campaigns.client()
                .get("/v1/call-logs/campaign/{id}?limit=100", campaign)
                .jsonPath()
                .getList("data");
        List<JsonObject> ended = taken("/new").stream()
                .filter(body -> body.getString("event").startsWith("call."))
                .toList();
        assertThat(ended)
                .extracting(body -> body.getString("call_id"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(log.stream()
                        .map(entry -> String.valueOf(entry.get("call_id")))
                        .toList());
        Map<String, String> statuses = log.stream()
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.get("call_id")), entry -> String.valueOf(entry.get("status"))));
        assertThat(ended).allSatisfy(body -> {
            String status = statuses.get(body.getString("call_id"));
            assertThat(body.getString("status")).isEqualTo(status);
            assertThat(body.getString("event"))
                    .isEqualTo("completed".equals(status) ? "call.completed" : "call.no_answer");
        });
        assertThat(taken("/new").stream()
                        .filter(body -> !body.getString("event").startsWith("call.")))
                .extracting(body -> body.getString("event"))
                .containsExactlyInAnyOrder("campaign.started", "campaign.completed");
        assertThat(taken("/old").stream()
                        .map(body -> body.getString("event_type"))
                        .filter("call_initiated"::equals))
                .hasSameSizeAs(log);
        assertThat(taken("/old")).hasSize(2 * log.size());
        delete(webhook, older);
    }

    @Test
    void whatIsDoneToACampaignIsTold() {
        String webhook = subscribe("/", "*");
        String campaign = Campaigns.running(1, 0);
        for (String action : List.of("pause", "resume", "cancel")) {
            Campaigns.act(campaign, action);
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> told("campaign.cancelled") && receiver.visits().size() == 4);

        assertThat(bodies(receiver.visits()))
                .extracting(body -> body.getString("event"))
                .containsExactlyInAnyOrder(
                        "campaign.started", "campaign.paused", "campaign.resumed", "campaign.cancelled");
        assertThat(bodies(receiver.visits()))
                .filteredOn(body -> body.getString("event").equals("campaign.paused"))
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.getJsonObject("campaign").getString("id")).isEqualTo(campaign);
                    assertThat(body.getJsonObject("campaign").getString("status"))
                            .isEqualTo("paused");
                });
        delete(webhook);
    }

    @Test
    void testAndRedeliveryReachTheEndpoint() {
        String webhook = subscribe("/", "campaign.paused");
        JsonPath tested = Campaigns.client()
                .post("/v1/user-webhooks/{id}/test", webhook)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(tested.getBoolean("success")).isTrue();
        assertThat(tested.getInt("response_status")).isEqualTo(200);
        assertThat(receiver.visits().getFirst().header("webhook-id")).isEqualTo(tested.getString("event_id"));

        Campaigns.act(Campaigns.running(1, 0), "pause");
        Awaitility.await().atMost(PATIENCE).until(() -> receiver.visits().size() == 2);
        Awaitility.await().atMost(PATIENCE).until(() -> deliveries(webhook).getInt("meta.total") == 2);
        Campaigns.client()
                .post(
                        "/v1/user-webhooks/{id}/deliveries/{delivery}/redeliver",
                        webhook,
                        deliveries(webhook).getString("data[0].id"))
                .then()
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> receiver.visits().size() == 3);

        Visit first = receiver.visits().get(1);
        Visit again = receiver.visits().get(2);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("webhook-id")).isEqualTo(first.header("webhook-id"));
        Awaitility.await().atMost(PATIENCE).until(() -> deliveries(webhook).getInt("meta.total") == 3);
        assertThat(deliveries(webhook).getString("data[0].parent_delivery_id"))
                .isEqualTo(deliveries(webhook).getString("data[1].id"));
        delete(webhook);
    }

    private String subscribe(String path, String... events) {
        return Campaigns.client()
                .body(Map.of("url", receiver.url(path), "events", List.of(events), "secret", "sixteen characters"))
                .post("/v1/user-webhooks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void delete(String... webhooks) {
        for (String webhook : webhooks) {
            Campaigns.client().delete("/v1/user-webhooks/{id}", webhook).then().statusCode(200);
        }
    }

    private boolean told(String event) {
        return bodies(receiver.visits()).stream().anyMatch(body -> event.equals(body.getString("event")));
    }

    /** Whether every event that was refused has been taken since. */
    private static boolean nothingWaits(String... webhooks) {
        for (String webhook : webhooks) {
            JsonPath all = deliveries(webhook);
            List<String> events = all.getList("data.findAll { !it.is_success }.event_id");
            List<String> taken = all.getList("data.findAll { it.is_success }.event_id");
            if (!taken.containsAll(events)) {
                return false;
            }
        }
        return true;
    }

    /** What this endpoint was told, each event once. */
    private List<JsonObject> taken(String path) {
        return List.copyOf(
                bodies(receiver.visits().stream()
                                .filter(visit -> visit.uri().equals(path))
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(body -> body.getString("event_id"), body -> body, (one, same) -> one))
                        .values());
    }

    private static List<JsonObject> bodies(List<Visit> visits) {
        return visits.stream().map(visit -> new JsonObject(visit.body())).toList();
    }

    private static JsonPath deliveries(String webhook) {
        return Campaigns.client()
                .get("/v1/user-webhooks/{id}/deliveries?limit=100", webhook)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
