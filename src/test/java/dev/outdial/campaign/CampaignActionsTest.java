package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.outdial.testing.CampaignRows;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, pausing, resuming and cancelling over HTTP, with the real dialer on the simulated carrier. */
@QuarkusTest
class CampaignActionsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.open(pool);
    }

    /** Every route, every status, every action it knows. */
    static Stream<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (CampaignStatus from : CampaignStatus.values()) {
            for (CampaignAction action : CampaignAction.values()) {
                all.add(Arguments.of(Route.POST, from, action));
                if (action != CampaignAction.START) {
                    all.add(Arguments.of(Route.PATCH_STATUS, from, action));
                }
                // PATCH names the status that is wanted: from a draft "running" means start, from others resume.
                if (action != CampaignAction.RESUME || from != CampaignStatus.DRAFT) {
                    if (action != CampaignAction.START || from == CampaignStatus.DRAFT) {
                        all.add(Arguments.of(Route.PATCH, from, action));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void oneStateMachineIsBehindEveryRoute(Route route, CampaignStatus from, CampaignAction action) {
        String id = campaignThatIs(from);

        ValidatableResponse answer = route.send(desk, id, action);

        if (action.isAllowedFrom(from)) {
            String campaign = route == Route.PATCH_STATUS ? "campaign." : "";
            String to = switch (action) {
                case START, RESUME -> from == CampaignStatus.DRAFT ? "running" : "active";
                case PAUSE -> "paused";
                case CANCEL -> "cancelled";
            };
            answer.statusCode(200).body(campaign + "status", equalTo(to));
            desk.get(id).body("status", equalTo(to));
        } else {
            String message = answer.statusCode(409)
                    .body("error", equalTo("Conflict"))
                    .extract()
                    .path("message");
            assertThat(message).contains(from.word() + " campaign cannot be " + action.done());
            desk.get(id).body("status", equalTo(from.word()));
        }
    }

    @Test
    void cancelledCampaignSaysSo() {
        String id = campaignThatIs(CampaignStatus.CANCELLED);

        desk.act(id, "resume").statusCode(409).body("message", equalTo("A cancelled campaign cannot be resumed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "PAUSE", "stop", ""})
    void unknownActionIsRefused(String action) {
        String id = desk.create(new JsonObject());

        desk.patchStatus(id, action)
                .statusCode(400)
                .body("message", contains("action must be one of the following values: pause, resume, cancel"));
        desk.get(id).body("status", equalTo("running"));
    }

    @Test
    void actionIsRequired() {
        String id = desk.create(new JsonObject());

        desk.tenant()
                .request()
                .body("{}")
                .patch("/v1/campaigns/" + id + "/status")
                .then()
                .statusCode(400)
                .body("message", contains("action should not be empty"));
    }

    @Test
    void affectedCallsAreCounted() {
        String id = desk.create(new JsonObject().put("max_concurrent_calls", 2));
        desk.leads(id, 10, Desk.RINGS_OUT);
        await().atMost(SOON).until(() -> (int) desk.status(id).extract().path("in_flight_calls") == 2);

        JsonPath paused = done(id, "pause", "Campaign paused.");
        assertThat(affected(paused)).isEqualTo(List.of(2, 0, 8, 0, 0));
        assertThat(paused.getString("campaign.status")).isEqualTo("paused");

        JsonPath resumed = done(id, "resume", "Campaign resumed.");
        assertThat(affected(resumed)).isEqualTo(List.of(2, 8, 0, 0, 8));

        JsonPath cancelled = done(id, "cancel", "Campaign cancelled.");
        assertThat(affected(cancelled)).isEqualTo(List.of(2, 0, 8, 8, 0));
        assertThat(cancelled.getInt("campaign.failed_leads")).isEqualTo(8);
        assertThat(cancelled.getInt("campaign.pending_calls")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "cancel"})
    void nothingStartsAfterTheAnswer(String action) {
        String id = desk.create(new JsonObject().put("max_concurrent_calls", 1000));
        desk.leads(id, 900, Desk.BUSY);
        await().pollInterval(Duration.ofMillis(2)).atMost(SOON).until(() -> opened(id) > 0);

        desk.act(id, action).statusCode(200);
        Instant answered = Instant.now();

        assertThat(desk.rows()
                        .number(
                                "SELECT count(*) FROM open_call WHERE campaign_id = $1 AND phase = 'intent'"
                                        + " AND start_by > clock_timestamp()",
                                Desk.uuid(id)))
                .isZero();
        await().atMost(SOON).until(() -> (int) desk.status(id).extract().path("in_flight_calls") == 0);
        assertThat(desk.rows()
                        .number(
                                "SELECT count(*) FROM call_log WHERE campaign_id = $1 AND placed_at > $2",
                                Desk.uuid(id),
                                CampaignRows.time(answered)))
                .isZero();
        assertBalanced(desk.status(id).extract().jsonPath(), 900);
    }

    @Test
    void cancelFailsEveryWaitingLeadBeforeItAnswers() {
        String id = desk.create(new JsonObject().put("status", "draft"));
        desk.leads(id, 12_001, Desk.RINGS_OUT);

        desk.act(id, "cancel")
                .statusCode(200)
                .body("total_leads", equalTo(12_001))
                .body("failed_leads", equalTo(12_001))
                .body("completed_calls", equalTo(12_001))
                .body("pending_calls", equalTo(0));

        assertThat(desk.rows()
                        .number(
                                "SELECT count(*) FROM lead WHERE campaign_id = $1 AND end_reason = 'campaign_cancelled'",
                                Desk.uuid(id)))
                .isEqualTo(12_001);
    }

    @Test
    void scheduledCampaignRunsByItselfWhenItsTimeComes() {
        String id = desk.create(new JsonObject()
                .put("scheduled_at", Instant.now().plusMillis(700).toString()));
        desk.leads(id, 1, Desk.ANSWERS);
        desk.get(id).body("status", equalTo("active")).body("started_at", nullValue());

        await().atMost(SOON).until(() -> desk.get(id).extract().path("status").equals("completed"));
        desk.get(id)
                .body("started_at", notNullValue())
                .body("completed_at", notNullValue())
                .body("completed_calls", equalTo(1))
                .body("failed_leads", equalTo(0));
    }

    @Test
    void startedDraftDialsAndItsSlotsAreAccountedFor() {
        String id = desk.create(new JsonObject().put("status", "draft").put("max_concurrent_calls", 1));
        desk.leads(id, 1, Desk.ANSWERS);
        desk.status(id).body("slot_utilization", nullValue()).body("estimated_completion_at", nullValue());

        desk.act(id, "start").statusCode(200).body("status", equalTo("running"));

        await().atMost(SOON)
                .until(() -> desk.status(id).extract().path("status").equals("completed"));
        assertThat(desk.status(id).extract().jsonPath().getDouble("slot_utilization"))
                .isBetween(0.3, 1.0);
    }

    @Test
    void booksBalanceAtEveryRead() {
        String id = desk.create(new JsonObject().put("max_concurrent_calls", 50));
        desk.leads(id, 150, Desk.ANSWERS, Desk.BUSY);

        boolean completed = false;
        while (!completed) {
            JsonPath status = desk.status(id).statusCode(200).extract().jsonPath();
            assertBalanced(status, 150);
            assertThat(status.getInt("in_flight_calls")).isBetween(0, 50);
            completed = status.getString("status").equals("completed");
        }
    }

    @Test
    void fiftyActionsAtOnceLeaveAConsistentCampaign() throws Exception {
        long seed = System.nanoTime();
        System.out.println("fiftyActionsAtOnceLeaveAConsistentCampaign: seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String id = desk.create(new JsonObject().put("max_concurrent_calls", 20));
        desk.leads(id, 300, Desk.ANSWERS);

        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int kind = i == 40 ? 3 : random.nextInt(3);
            int cap = 1 + random.nextInt(30);
            requests.add(() -> switch (kind) {
                case 0 -> Answer.of(desk.act(id, "pause"));
                case 1 -> Answer.of(desk.act(id, "resume"));
                case 2 -> Answer.of(desk.patch(id, new JsonObject().put("max_concurrent_calls", cap)));
                default -> Answer.of(desk.patchStatus(id, "cancel"));
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            assertThat(answers(threads.invokeAll(requests)))
                    .allSatisfy(answer -> assertThat(Set.of(200, 409)).contains(answer.status()));
        }

        // A cancel from any status but the last is allowed, so exactly that one was, and it is final.
        await().atMost(SOON).until(() -> (int) desk.status(id).extract().path("in_flight_calls") == 0);
        desk.get(id).body("status", equalTo("cancelled")).body("pending_calls", equalTo(0));
        assertBalanced(desk.status(id).extract().jsonPath(), 300);
        assertThat(desk.rows().number("SELECT count(*) FROM lead_due WHERE campaign_id = $1", Desk.uuid(id)))
                .isZero();
        assertThat(desk.rows()
                        .number(
                                "SELECT count(*) FROM lead WHERE campaign_id = $1 AND final IS NOT NULL",
                                Desk.uuid(id)))
                .isEqualTo(300);
    }

    private static List<Answer> answers(List<Future<Answer>> futures) throws InterruptedException, ExecutionException {
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    /** A campaign in this status; one that has time to wait for, so that the dialer leaves it there. */
    private String campaignThatIs(CampaignStatus status) {
        String id = desk.create(
                status == CampaignStatus.ACTIVE || status == CampaignStatus.PAUSED
                        ? new JsonObject().put("scheduled_at", "2098-01-01T00:00:00Z")
                        : new JsonObject().put("status", "draft"));
        desk.force(id, status);
        return id;
    }

    private JsonPath done(String id, String action, String message) {
        return desk.patchStatus(id, action)
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo(message))
                .extract()
                .jsonPath();
    }

    private static List<Integer> affected(JsonPath done) {
        return Stream.of("initiated", "queued", "removedFromQueue", "cancelledCallLogs", "resumedCallLogs")
                .map(field -> done.getInt("affectedCalls." + field))
                .toList();
    }

    private long opened(String id) {
        return desk.rows().number("SELECT count(*) FROM open_call WHERE campaign_id = $1", Desk.uuid(id));
    }

    private static void assertBalanced(JsonPath status, int leads) {
        assertThat(status.getInt("total_leads")).isEqualTo(leads);
        assertThat(status.getInt("completed_calls") + status.getInt("pending_calls"))
                .isEqualTo(leads);
        assertThat(status.getInt("pending_calls")).isGreaterThanOrEqualTo(status.getInt("in_flight_calls"));
    }

    private record Answer(int status) {

        static Answer of(ValidatableResponse response) {
            return new Answer(response.extract().statusCode());
        }
    }

    /** The ways to act on a campaign. */
    enum Route {
        POST,
        PATCH_STATUS,
        PATCH;

        ValidatableResponse send(Desk desk, String id, CampaignAction action) {
            String word = action.name().toLowerCase(Locale.ROOT);
            return switch (this) {
                case POST -> desk.act(id, word);
                case PATCH_STATUS -> desk.patchStatus(id, word);
                case PATCH -> desk.patch(id, new JsonObject().put("status", wanted(action)));
            };
        }

        private static String wanted(CampaignAction action) {
            return switch (action) {
                case START, RESUME -> "running";
                case PAUSE -> "paused";
                case CANCEL -> "cancelled";
            };
        }
    }
}
