package dev.outdial.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.webhook.wire.Answer;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(7);

    /** Without jitter. */
    private final RetrySchedule schedule = new RetrySchedule(fixed(0));

    @Test
    void scheduleIsThatOfStandardWebhooksAndAsLongAsTheSubscriptionWants() {
        List<@Nullable Duration> gaps = new ArrayList<>();
        for (int failures = 0; failures < 10; failures++) {
            gaps.add(schedule.gap(failures, 10, null));
        }

        assertThat(gaps)
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24),
                        Duration.ofHours(24));
        assertThat(schedule.gap(10, 10, null)).isNull();
        assertThat(schedule.gap(0, 0, null)).isNull();
        assertThat(schedule.gap(2, 3, null)).isEqualTo(Duration.ofMinutes(30));
        assertThat(schedule.gap(3, 3, null)).isNull();
    }

    @Test
    void jitterMakesTheWaitLongerByATenthAtMost() {
        RetrySchedule late = new RetrySchedule(fixed(0.999));

        assertThat(late.gap(1, 3, null)).isBetween(Duration.ofSeconds(329), Duration.ofSeconds(330));
    }

    @Test
    void retryAfterMakesTheWaitLongerNotShorterAndAtMostADay() {
        assertThat(schedule.gap(0, 3, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
        assertThat(schedule.gap(0, 3, Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
        assertThat(schedule.gap(0, 3, Duration.ofDays(365))).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest(name = "{0} after {1} failures is {2}")
    @CsvSource({
        "200, 0, DELIVERED",
        "204, 8, DELIVERED",
        "301, 0, RETRIED",
        "307, 0, RETRIED",
        "400, 0, RETRIED",
        "401, 2, RETRIED",
        "404, 3, GIVEN_UP",
        "410, 0, GONE",
        "429, 0, RETRIED",
        "500, 2, RETRIED",
        "503, 3, GIVEN_UP"
    })
    void onlyTwoHundredsAreTaken(int status, int failures, Verdict.Outcome outcome) {
        Verdict verdict = verdict(new Answer.Responded(status, "so", null, TOOK), failures);

        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.status()).isEqualTo(status);
        assertThat(verdict.snippet()).isEqualTo("so");
        assertThat(verdict.next() != null).isEqualTo(outcome == Verdict.Outcome.RETRIED);
        assertThat(verdict.error() == null).isEqualTo(verdict.isSuccess());
        assertThat(verdict.restUntil() == null).isEqualTo(verdict.isSuccess());
    }

    @Test
    void endpointThatIsOverloadedRestsForAsLongAsItAsks() {
        assertThat(rest(429, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(rest(503, Duration.ofDays(3))).isEqualTo(Duration.ofHours(1));
        assertThat(rest(429, null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(rest(500, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void silenceIsRetriedAndSaysWhy() {
        Verdict verdict = verdict(new Answer.Silent("The connection was refused", TOOK), 0);

        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.RETRIED);
        assertThat(verdict.status()).isNull();
        assertThat(verdict.error()).isEqualTo("The connection was refused");
        assertThat(verdict.next()).isEqualTo(NOW.plusSeconds(5));
        assertThat(verdict.took()).isEqualTo(TOOK);
    }

    private Duration rest(int status, @Nullable Duration asked) {
        return Duration.between(
                NOW, verdict(new Answer.Responded(status, "", asked, TOOK), 0).restUntil());
    }

    private Verdict verdict(Answer answer, int failures) {
        UUID webhook = new UUID(1, 2);
        Due.Endpoint endpoint =
                new Due.Endpoint(webhook, "https://hooks.test/", Buffer.buffer(), null, 3, Duration.ofSeconds(10));
        Due due = new Due(
                new Due.Key(webhook, NOW, 1),
                endpoint,
                new UUID(3, 4),
                "call.completed",
                null,
                failures,
                null,
                false,
                "{}");
        return Verdict.of(answer, due, schedule, NOW);
    }

    private static RandomGenerator fixed(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
