package dev.outdial.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import dev.outdial.webhook.Receiver;
import dev.outdial.webhook.Receiver.Reply;
import dev.outdial.webhook.Receiver.Visit;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Senders on a real PostgreSQL, told by the clock of the test when it is time, and real receivers. */
class SenderTest {

    private static final String SECRET = "sixteen characters";

    /** Whatever is in the outbox was put there before this. */
    private final ManualClock clock = new ManualClock(Instant.now().plusSeconds(3600));

    private TestDatabase database;
    private Hooks hooks;
    private Receiver receiver;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        hooks = new Hooks(database.pool(2), SECRET);
        receiver = Receiver.start(database.vertx().getDelegate());
    }

    @AfterEach
    void close() {
        receiver.close();
        database.close();
    }

    @Test
    void eventIsDeliveredOnceAndLogged() {
        UUID webhook = hooks.webhook(receiver.url("/hook"), 8);
        hooks.events(1);

        try (TestSender sender = sender()) {
            sender.sendAll();
        }

        Visit visit = receiver.visits().getFirst();
        assertThat(receiver.visits()).hasSize(1);
        JsonObject body = new JsonObject(visit.body());
        assertThat(visit.uri()).isEqualTo("/hook");
        assertThat(body.getString("event")).isEqualTo("campaign.started");
        assertThat(visit.header("webhook-id")).isEqualTo(body.getString("event_id"));
        assertThat(visit.header("webhook-timestamp"))
                .isEqualTo(String.valueOf(clock.instant().getEpochSecond()));
        assertThat(visit.header("webhook-signature")).startsWith("v1,");
        assertThat(visit.header("X-DialNexa-Signature"))
                .startsWith("sha256=")
                .isEqualTo(visit.header("x-nexa-signature"));
        assertThat(hooks.waiting()).isZero();
        assertThat(hooks.log(webhook)).containsExactly("campaign.started 0 200 true null");
    }

    @Test
    void failureIsRepeatedWithTheSameBytesUntilItIsTaken() {
        UUID webhook = hooks.webhook(receiver.url("/"), 8);
        hooks.events(1);
        AtomicInteger visits = new AtomicInteger();
        receiver.answering(visit -> Reply.status(visits.incrementAndGet() < 3 ? 500 : 200));

        try (TestSender sender = sender()) {
            sender.sendAll();
            assertThat(receiver.visits()).hasSize(1);
            clock.advance(Duration.ofSeconds(6));
            sender.sendAll();
            hooks.changeEverything();
            clock.advance(Duration.ofMinutes(6));
            sender.sendAll();
        }

        List<Visit> all = receiver.visits();
        assertThat(all).hasSize(3);
        assertThat(all.stream().map(Visit::body).distinct()).hasSize(1);
        assertThat(all.stream().map(visit -> visit.header("webhook-id")).distinct())
                .hasSize(1);
        assertThat(all.stream().map(visit -> visit.header("webhook-timestamp")).distinct())
                .hasSize(3);
        assertThat(hooks.log(webhook))
                .containsExactly(
                        "campaign.started 0 500 false The endpoint answered 500",
                        "campaign.started 1 500 false The endpoint answered 500",
                        "campaign.started 2 200 true null");
        assertThat(hooks.parents(webhook)).isEqualTo(2);
        assertThat(hooks.waiting()).isZero();
        assertThat(hooks.failing(webhook)).isFalse();
    }

    @Test
    void givenUpIsAfterTheLastRetry() {
        UUID webhook = hooks.webhook(receiver.url("/"), 1);
        hooks.events(1);
        receiver.answering(visit -> Reply.status(400));

        try (TestSender sender = sender()) {
            for (int i = 0; i < 4; i++) {
                sender.sendAll();
                clock.advance(Duration.ofDays(1));
            }
        }

        assertThat(receiver.visits()).hasSize(2);
        assertThat(hooks.waiting()).isZero();
        assertThat(hooks.log(webhook)).hasSize(2);
    }

    @Test
    void endpointThatAsksForTimeGetsItForAllItsEvents() {
        hooks.webhook(receiver.url("/"), 8);
        hooks.events(1);
        receiver.answering(visit -> Reply.status(429, "Retry-After", "120"));

        try (TestSender sender = sender()) {
            sender.sendAll();
            hooks.events(5);
            receiver.answering(visit -> Reply.status(200));
            clock.advance(Duration.ofSeconds(110));
            sender.sendAll();
            assertThat(receiver.visits()).hasSize(1);

            clock.advance(Duration.ofSeconds(30));
            sender.sendAll();
        }

        assertThat(receiver.visits()).hasSize(7);
    }

    @Test
    void endpointThatIsGoneIsDisabledAtOnce() {
        UUID webhook = hooks.webhook(receiver.url("/"), 8);
        hooks.events(1);
        receiver.answering(visit -> Reply.status(410));

        try (TestSender sender = sender()) {
            sender.sendAll();
            hooks.events(1);
            clock.advance(Duration.ofDays(1));
            sender.sendAll();
        }

        assertThat(receiver.visits()).hasSize(1);
        assertThat(hooks.disabledReason(webhook)).isEqualTo("The endpoint answered 410 Gone");
        assertThat(hooks.log(webhook))
                .containsExactly(
                        "campaign.started 0 410 false The endpoint is gone",
                        "webhook.disabled 0 null false The endpoint answered 410 Gone");
    }

    @Test
    void fiveDaysOfNothingButFailuresDisableAnEndpointAndOneSuccessIsEnough() {
        UUID dead = hooks.webhook(receiver.url("/dead"), 0);
        UUID flaky = hooks.webhook(receiver.url("/flaky"), 0);
        AtomicInteger day = new AtomicInteger();
        receiver.answering(visit -> Reply.status(visit.uri().equals("/flaky") && day.get() == 3 ? 200 : 500));

        try (TestSender sender = sender()) {
            for (; day.get() < 7; day.incrementAndGet()) {
                hooks.events(1);
                sender.sendAll();
                clock.advance(Duration.ofHours(24));
            }
        }

        assertThat(hooks.disabledReason(dead)).startsWith("Nothing but failures since 2");
        assertThat(hooks.disabledReason(flaky)).isNull();
        assertThat(receiver.visits().stream().filter(visit -> visit.uri().equals("/dead")))
                .hasSize(6);
        assertThat(hooks.log(dead)).last().asString().startsWith("webhook.disabled 0 null false Nothing but failures");
    }

    @Test
    void deadEndpointsDelayNobody() {
        receiver.answering(visit -> visit.uri().equals("/well") ? Reply.status(200) : Reply.nothing());
        for (int i = 0; i < 12; i++) {
            hooks.webhook(receiver.url("/dead" + i), 8);
        }
        hooks.events(20);
        hooks.onlyOne(receiver.url("/well"), 50);

        TestSender sender = sender(new TestConfig(16, 4));
        // The dead ones take all the room there is, 60 seconds each; the 50 events of the other one arrive all the
        // same.
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    sender.wake();
                    return receiver.visits().stream()
                                    .filter(visit -> visit.uri().equals("/well"))
                                    .count()
                            == 50;
                });
        sender.kill();
    }

    @Test
    void whatASenderTakesToItsGraveAnotherOneDeliversAndTheLedgerHasNoGap() {
        UUID webhook = hooks.webhook(receiver.url("/"), 8);
        hooks.events(40);
        Set<String> ledger = new TreeSet<>();
        AtomicInteger visits = new AtomicInteger();
        // Half of the events are taken by the consumer without the sender ever hearing of it.
        receiver.answering(visit -> visits.incrementAndGet() % 2 == 0 ? Reply.nothing() : Reply.status(200));

        TestSender first = sender(new TestConfig(16, 16));
        Awaitility.await().until(() -> {
            first.wake();
            return visits.get() >= 20;
        });
        first.kill();
        receiver.answering(visit -> Reply.status(200));
        try (TestSender second = sender(new TestConfig(16, 16))) {
            clock.advance(Duration.ofMinutes(2));
            second.sendAll();
        }

        receiver.visits().forEach(visit -> ledger.add(visit.header("webhook-id")));
        assertThat(ledger).containsExactlyElementsOf(hooks.eventIds());
        assertThat(receiver.visits()).hasSizeGreaterThan(40);
        assertThat(hooks.waiting()).isZero();
        assertThat(bodiesOf(receiver.visits())).as("one body for each event").hasSize(40);
        assertThat(hooks.log(webhook)).hasSize(40);
    }

    @Test
    void twoSendersShareTheWorkAndDoNoneOfItTwice() {
        hooks.webhook(receiver.url("/a"), 8);
        hooks.webhook(receiver.url("/b"), 8);
        hooks.events(100);

        try (TestSender one = sender();
                TestSender other = sender()) {
            Awaitility.await().until(() -> {
                one.wake();
                other.wake();
                return hooks.waiting() == 0;
            });
        }

        assertThat(receiver.visits()).hasSize(200);
        assertThat(bodiesOf(receiver.visits())).hasSize(100);
    }

    @Test
    void eventThatCannotBeToldKeepsNoOtherFromIt() {
        UUID webhook = hooks.webhook(receiver.url("/"), 0);
        hooks.events(1);
        hooks.spoilFacts();
        hooks.events(1);

        try (TestSender sender = sender()) {
            sender.sendAll();
            clock.advance(Duration.ofMinutes(1));
            sender.sendAll();
        }

        assertThat(receiver.visits()).hasSize(1);
        assertThat(hooks.log(webhook)).contains("campaign.started 0 null false The event cannot be told");
    }

    @Test
    void replacedSecretSignsUntilItsTimeIsOver() {
        hooks.webhook(receiver.url("/"), 8);
        hooks.replaceSecret("another secret of ours", clock.instant().plusSeconds(60));
        hooks.events(1);
        try (TestSender sender = sender()) {
            sender.sendAll();
            clock.advance(Duration.ofSeconds(61));
            hooks.events(1);
            sender.sendAll();
        }

        assertThat(receiver.visits().getFirst().header("webhook-signature")).matches("v1,\\S+ v1,\\S+");
        assertThat(receiver.visits().getFirst().header("X-DialNexa-Signature-Previous"))
                .isNotEmpty();
        assertThat(receiver.visits().getLast().header("webhook-signature")).matches("v1,\\S+");
        assertThat(receiver.visits().getLast().header("X-DialNexa-Signature-Previous"))
                .isEmpty();
    }

    @Test
    void whatIsTooOldIsForgottenAndNothingElse() {
        UUID webhook = hooks.webhook(receiver.url("/"), 8);
        hooks.events(2);
        try (TestSender sender = sender()) {
            sender.sendAll();
            assertThat(sender.forget(clock.instant().minus(Duration.ofDays(30))))
                    .isZero();
            assertThat(hooks.log(webhook)).hasSize(2);
            assertThat(sender.forget(clock.instant().plus(Duration.ofDays(30)))).isEqualTo(4);
        }

        assertThat(hooks.log(webhook)).isEmpty();
        assertThat(hooks.eventIds()).isEmpty();
    }

    private static Set<String> bodiesOf(List<Visit> visits) {
        return visits.stream().map(Visit::body).collect(Collectors.toSet());
    }

    private TestSender sender() {
        return sender(new TestConfig(16, 4));
    }

    private TestSender sender(TestConfig config) {
        return TestSender.start(database.pool(2), database.vertx().getDelegate(), clock, config);
    }
}
