package dev.outdial.webhook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.webhook.Receiver;
import dev.outdial.webhook.Receiver.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real servers on this host, and names that mean what the test wants. */
class CourierTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration PROMPT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("8.8.8.8");

    private static Vertx vertx;

    private Receiver receiver;
    private final List<String> lookedUp = new ArrayList<>();
    private final List<InetAddress> addresses = new ArrayList<>(List.of(LOOPBACK));

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
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
    void letterArrivesAsItWasWritten() {
        Answer answer = send("http://hooks.test:" + receiver.port() + "/a%2Fb?c=d");

        assertThat(answer).isInstanceOfSatisfying(Answer.Responded.class, responded -> {
            assertThat(responded.status()).isEqualTo(200);
            assertThat(responded.snippet()).isEqualTo("said 200");
            assertThat(responded.retryAfter()).isNull();
        });
        Receiver.Visit visit = receiver.visits().getFirst();
        assertThat(visit.method()).isEqualTo("POST");
        assertThat(visit.uri()).isEqualTo("/a%2Fb?c=d");
        assertThat(visit.body()).isEqualTo("{\"name\":\"Amélie\"}");
        assertThat(visit.headers())
                .containsEntry("Host", "hooks.test:" + receiver.port())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Test", "yes")
                .doesNotContainKeys("Cookie", "Accept-Encoding");
    }

    @Test
    void nameIsLookedUpOnceForEachLetterAndTheConnectionGoesToTheCheckedAddress() {
        Courier courier = courier(true);
        String url = "http://rebinding.test:" + receiver.port() + "/";

        assertThat(status(send(courier, url))).isEqualTo(200);
        addresses.set(0, InetAddress.ofLiteral("169.254.169.254"));
        assertThat(send(courier, url))
                .isInstanceOfSatisfying(
                        Answer.Silent.class,
                        silent -> assertThat(silent.reason()).contains("not a public one"));

        assertThat(lookedUp).containsExactly("rebinding.test", "rebinding.test");
        assertThat(receiver.visits()).hasSize(1);
    }

    @Test
    void oneForbiddenAddressAmongOthersIsOneTooMany() {
        addresses.addFirst(OUTSIDE);

        assertThat(send(courier(false), "https://half.test:" + receiver.port() + "/"))
                .isInstanceOf(Answer.Silent.class);
        assertThat(receiver.visits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1", "https://[::ffff:127.0.0.1]", "https://localhost", "http://hooks.test"})
    void nothingPrivateIsAskedUnlessAllowed(String base) {
        assertThat(send(courier(false), base + ":" + receiver.port() + "/")).isInstanceOf(Answer.Silent.class);
        assertThat(receiver.visits()).isEmpty();
    }

    @Test
    void redirectIsAnAnswerAndIsNotFollowed() {
        Receiver trap = Receiver.start(vertx);
        receiver.answering(visit -> Reply.status(302, "Location", trap.url("/")));

        assertThat(status(send(receiver.url("/")))).isEqualTo(302);

        receiver.answering(visit -> Reply.status(307, "Location", "http://169.254.169.254/latest/meta-data/"));
        assertThat(status(send(receiver.url("/")))).isEqualTo(307);
        assertThat(trap.visits()).isEmpty();
        trap.close();
    }

    @Test
    void certificateMustBeForTheNameAlthoughTheConnectionIsMadeToAnAddress() {
        try (Receiver encrypted = Receiver.startEncrypted(vertx)) {
            Optional<TrustOptions> trust = Optional.of(Receiver.CERTIFICATE);

            Answer good = send(courier(true, trust), "https://hooks.test:" + encrypted.port() + "/");
            assertThat(status(good)).isEqualTo(200);
            assertThat(encrypted.visits().getFirst().serverName()).isEqualTo("hooks.test");

            assertThat(send(courier(true, trust), "https://other.test:" + encrypted.port() + "/"))
                    .isInstanceOfSatisfying(
                            Answer.Silent.class,
                            silent -> assertThat(silent.reason())
                                    .startsWith("TLS: ")
                                    .contains("other.test"));
            assertThat(send(courier(true), "https://hooks.test:" + encrypted.port() + "/"))
                    .isInstanceOfSatisfying(
                            Answer.Silent.class,
                            silent -> assertThat(silent.reason()).startsWith("TLS: "));
            assertThat(encrypted.visits()).hasSize(1);
        }
    }

    @Test
    void slowOnesAreLeftAfterTheirTime() {
        receiver.answering(visit -> Reply.nothing());
        assertThat(reason(send(courier(true), receiver.url("/"), SHORT))).isEqualTo("No answer within 500 ms");

        NetServer loris = vertx.createNetServer()
                .connectHandler(socket -> {
                    socket.write("HTTP/1.1 200 OK\r\n");
                    long drip = vertx.setPeriodic(50, tick -> socket.write("X-Drip: drop\r\n"));
                    socket.closeHandler(closed -> vertx.cancelTimer(drip));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(reason(send(courier(true), "http://127.0.0.1:" + loris.actualPort() + "/", SHORT)))
                .isEqualTo("No answer within 500 ms");
        loris.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void bodyCostsAKilobyteAndASecondAtMost() {
        receiver.answering(visit -> visit.uri().equals("/huge") ? Reply.huge(200) : Reply.endless(500));

        assertThat(send(receiver.url("/huge"))).isInstanceOfSatisfying(Answer.Responded.class, responded -> {
            assertThat(responded.status()).isEqualTo(200);
            assertThat(responded.snippet()).hasSize(1024);
        });
        assertThat(send(receiver.url("/endless"))).isInstanceOfSatisfying(Answer.Responded.class, responded -> {
            assertThat(responded.status()).isEqualTo(500);
            assertThat(responded.snippet()).isEqualTo("and so on");
        });
    }

    @Test
    void whatBreaksIsSaidInWords() {
        receiver.answering(visit -> Reply.hangUp());
        assertThat(reason(send(receiver.url("/")))).contains("closed");

        int nobody = receiver.port();
        receiver.close();
        assertThat(reason(send("http://127.0.0.1:" + nobody + "/"))).isEqualTo("The connection was refused");
        assertThat(reason(send(
                        new Courier(vertx, Resolver.system(1), new Destinations(true), 1, Optional.empty(), () -> NOW),
                        "http://nobody.invalid/")))
                .contains("nobody.invalid");

        NetServer liar = vertx.createNetServer()
                .connectHandler(socket -> socket.end(Buffer.buffer("SSH-2.0-OpenSSH_9.2\r\n\r\n")))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(send("http://127.0.0.1:" + liar.actualPort() + "/")).isInstanceOf(Answer.Silent.class);
        liar.close().toCompletionStage().toCompletableFuture().join();
        receiver = Receiver.start(vertx);
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        assertThat(retryAfter("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(retryAfter("Mon, 2 Mar 2026 12:01:00 GMT")).isEqualTo(Duration.ofMinutes(1));
        assertThat(retryAfter("Mon, 2 Mar 2026 11:00:00 GMT")).isEqualTo(Duration.ZERO);
        assertThat(retryAfter("soon")).isNull();
        assertThat(retryAfter("99999999999999999999")).isNull();
    }

    @Test
    void connectionsAreUsedAgain() {
        Courier courier = courier(true);
        for (int i = 0; i < 10; i++) {
            assertThat(status(send(courier, receiver.url("/" + i)))).isEqualTo(200);
        }

        assertThat(receiver.connections()).isLessThan(10);
    }

    @Test
    void objectionIsFoundByLookingTheNameUp() {
        Target target = Objects.requireNonNull(Target.parse("https://hooks.test/"));

        assertThat(objection(courier(false), target)).contains("have a public address");
        assertThat(objection(courier(true), target)).isEmpty();
        addresses.set(0, OUTSIDE);
        assertThat(objection(courier(false), target)).isEmpty();
        addresses.clear();
        assertThat(objection(courier(false), target))
                .as("a name without an address")
                .isEmpty();
    }

    private static Optional<String> objection(Courier courier, Target target) {
        return courier.objection(target).await().atMost(PROMPT);
    }

    private @Nullable Duration retryAfter(String header) {
        receiver.answering(visit -> Reply.status(429, "Retry-After", header));
        return ((Answer.Responded) send(receiver.url("/"))).retryAfter();
    }

    private Courier courier(boolean allowPrivate) {
        return courier(allowPrivate, Optional.empty());
    }

    private Courier courier(boolean allowPrivate, Optional<TrustOptions> trust) {
        Resolver resolver = host -> {
            lookedUp.add(host);
            return Uni.createFrom().item(List.copyOf(addresses));
        };
        return new Courier(vertx, resolver, new Destinations(allowPrivate), 8, trust, () -> NOW);
    }

    private Answer send(String url) {
        return send(courier(true), url);
    }

    private static Answer send(Courier courier, String url) {
        return send(courier, url, PROMPT);
    }

    private static Answer send(Courier courier, String url, Duration timeout) {
        Target target = Objects.requireNonNull(Target.parse(url));
        Letter letter = new Letter(target, Map.of("X-Test", "yes"), Buffer.buffer("{\"name\":\"Amélie\"}"), timeout);
        return courier.send(letter).await().atMost(PROMPT.plus(timeout));
    }

    private static int status(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Responded.class);
        return ((Answer.Responded) answer).status();
    }

    private static String reason(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Silent.class);
        return ((Answer.Silent) answer).reason();
    }
}
