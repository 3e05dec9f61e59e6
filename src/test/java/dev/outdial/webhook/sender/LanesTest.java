package dev.outdial.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final Duration QUICKLY = Duration.ofMillis(20);
    private static final Duration SLOWLY = Duration.ofSeconds(3);

    private long nanos;
    private long ids;
    private final Lanes lanes = new Lanes(new TestConfig(8, 4), () -> nanos);

    @Test
    void roomIsWhatIsNotOnItsWay() {
        assertThat(lanes.room().quick()).isEqualTo(8);
        assertThat(lanes.room().slow()).isEqualTo(2);

        List<Due> sent = start(1, 3, false);

        assertThat(lanes.room().quick()).isEqualTo(5);
        assertThat(lanes.room().busy()).containsEntry(new UUID(0, 1), 3);
        sent.forEach(due -> lanes.ended(due, QUICKLY));
        assertThat(lanes.room().quick()).isEqualTo(8);
        assertThat(lanes.room().busy()).isEmpty();
    }

    @Test
    void failingEndpointsTakeNoneOfTheOthersRoom() {
        start(1, 2, true);

        assertThat(lanes.room().quick()).isEqualTo(8);
        assertThat(lanes.room().slow()).isZero();
    }

    @Test
    void endpointsThatStopAnsweringMakeRoomForTheOthersWithinTwoSeconds() {
        start(1, 4, false);
        start(2, 4, false);
        assertThat(lanes.room().quick()).isZero();

        nanos += Duration.ofMillis(2001).toNanos();

        assertThat(lanes.room().quick()).isEqualTo(8);
        assertThat(lanes.room().slow()).isZero();
        assertThat(lanes.room().late()).containsExactlyInAnyOrder(new UUID(0, 1), new UUID(0, 2));
    }

    @Test
    void everythingOnItsWayHasABoundWhateverHappens() {
        for (int i = 0; i < 16; i++) {
            start(i, 4, false);
            nanos += SLOWLY.toNanos();
        }

        assertThat(lanes.size()).isEqualTo(64);
        assertThat(lanes.room().isEmpty()).isTrue();
    }

    @Test
    void endpointIsSlowUntilItAnswersQuicklyAgain() {
        lanes.ended(start(1, 1, false).getFirst(), SLOWLY);
        assertThat(lanes.room().late()).containsExactly(new UUID(0, 1));

        lanes.ended(start(1, 1, true).getFirst(), QUICKLY);
        assertThat(lanes.room().late()).isEmpty();
    }

    @Test
    void drainedIsWhenNothingIsOnItsWay() {
        var before = lanes.drained().subscribeAsCompletionStage();
        List<Due> sent = start(1, 2, false);
        assertThat(lanes.isIdle()).isFalse();
        var drained = lanes.drained().subscribeAsCompletionStage();

        lanes.ended(sent.getFirst(), QUICKLY);
        assertThat(drained).isNotDone();
        lanes.ended(sent.getLast(), QUICKLY);

        assertThat(before).isCompleted();
        assertThat(drained).isCompleted();
    }

    private List<Due> start(int endpoint, int n, boolean slow) {
        List<Due> claimed =
                IntStream.range(0, n).mapToObj(i -> due(endpoint, slow)).toList();
        lanes.started(claimed);
        return claimed;
    }

    private Due due(int number, boolean slow) {
        UUID webhook = new UUID(0, number);
        Due.Endpoint endpoint =
                new Due.Endpoint(webhook, "https://hooks.test/", Buffer.buffer(), null, 3, Duration.ofSeconds(10));
        return new Due(
                new Due.Key(webhook, Instant.EPOCH, ids++),
                endpoint,
                new UUID(3, ids),
                "call.completed",
                null,
                0,
                null,
                slow,
                "{}");
    }
}
