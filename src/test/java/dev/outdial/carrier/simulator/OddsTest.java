package dev.outdial.carrier.simulator;

import static dev.outdial.carrier.simulator.Rehearsal.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.PlaceCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddsTest {

    private static final int NUMBERS = 10_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, -8_123_456_789L})
    void sharesComeOutAsSet(long seed) {
        // When
        List<Plan> plans = plans(new Script(seed, Odds.usual()), 1);

        // Then: three standard deviations of the largest share are 0.015.
        assertThat(share(plans, plan -> plan.status() == CallStatus.COMPLETED)).isCloseTo(0.55, within(0.015));
        assertThat(share(plans, plan -> plan.status() == CallStatus.DID_NOT_PICK))
                .isCloseTo(0.20, within(0.015));
        assertThat(share(plans, plan -> plan.status() == CallStatus.BUSY)).isCloseTo(0.12, within(0.015));
        assertThat(share(plans, plan -> plan.status() == CallStatus.NO_ANSWER)).isCloseTo(0.08, within(0.015));
        assertThat(share(plans, plan -> plan.status() == CallStatus.FAILED)).isCloseTo(0.05, within(0.015));
        assertThat(share(plans, OddsTest::machine)).isCloseTo(0.055, within(0.015));
    }

    @Test
    void nothingRingsOrLastsLongerThanItMay() {
        assertThat(plans(new Script(3, Odds.usual()), 1)).allSatisfy(plan -> {
            assertThat(plan.ringing()).isPositive().isLessThanOrEqualTo(Rehearsal.RING_TIMEOUT);
            if (plan.pickup() != null) {
                assertThat(plan.ringing()).isLessThan(Rehearsal.RING_TIMEOUT);
                assertThat(plan.pickup().talk()).isPositive().isLessThanOrEqualTo(Rehearsal.MAX_DURATION);
            }
        });
    }

    @Test
    void talkTimesScatterAroundTheirMedian() {
        // When
        List<Duration> talks = plans(new Script(4, Odds.usual()), 1).stream()
                .map(Plan::pickup)
                .filter(Objects::nonNull)
                .map(Plan.Pickup::talk)
                .sorted()
                .toList();

        // Then
        assertThat(talks.get(talks.size() / 2)).isBetween(Duration.ofSeconds(42), Duration.ofSeconds(48));
        assertThat(talks.get(talks.size() / 20)).isLessThan(Duration.ofSeconds(15));
        assertThat(talks.get(talks.size() * 19 / 20)).isGreaterThan(Duration.ofSeconds(150));
    }

    @Test
    void sameSeedGivesTheSamePlansAndAnotherOneOthers() {
        // Given
        List<Plan> plans = plans(new Script(5, Odds.usual()), 1);

        // Then
        assertThat(plans(new Script(5, Odds.usual()), 1)).isEqualTo(plans);
        assertThat(plans(new Script(6, Odds.usual()), 1)).isNotEqualTo(plans);
    }

    @Test
    void nextAttemptIsDrawnAnewWhateverTheFirstOneWas() {
        // Given
        Script script = new Script(7, Odds.usual());
        List<Plan> first = plans(script, 1);
        List<Plan> second = plans(script, 2);

        // When
        List<Plan> afterBusy = IntStream.range(0, NUMBERS)
                .filter(i -> first.get(i).status() == CallStatus.BUSY)
                .mapToObj(second::get)
                .toList();

        // Then
        assertThat(share(afterBusy, plan -> plan.status() == CallStatus.COMPLETED))
                .isCloseTo(0.55, within(0.06));
    }

    @Test
    void scriptedDigitsAreNeverDrawn() {
        // Given
        Script answersNothing = new Script(8, new Odds(0, 1, 0, 0, 0, 0));

        // Then
        assertThat(answersNothing.plan(call("1", "+15550001200")).status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(answersNothing.plan(call("1", "+15550001218")).status()).isEqualTo(CallStatus.DID_NOT_PICK);
        assertThat(answersNothing.plan(call("1", "sip:someone@example.org")).status())
                .isEqualTo(CallStatus.DID_NOT_PICK);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.2, 0.2, 0.2, 0.1, 0", "1.1, -0.1, 0, 0, 0, 0", "1, 0, 0, 0, 0, 1.5", "NaN, 0, 0, 0, 0, 0"})
    void sharesThatDoNotAddUpAreRejected(
            double answered, double didNotPick, double busy, double noAnswer, double failed, double machine) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Odds(answered, didNotPick, busy, noAnswer, failed, machine));
    }

    private static boolean machine(Plan plan) {
        return plan.pickup() != null && plan.pickup().by() == AnsweredBy.MACHINE;
    }

    private static double share(List<Plan> plans, Predicate<Plan> which) {
        return (double) plans.stream().filter(which).count() / plans.size();
    }

    /** Numbers that have no script: their last two digits are 18 to 99. */
    private static List<Plan> plans(Script script, int attempt) {
        Function<String, PlaceCall> call = to -> new PlaceCall(
                "call_1",
                "lead_1",
                "cmp_1",
                attempt,
                "+15550000000",
                to,
                Map.of(),
                Rehearsal.RING_TIMEOUT,
                Rehearsal.MAX_DURATION,
                false);
        return IntStream.range(0, NUMBERS)
                .mapToObj(i -> "+1555%05d%02d".formatted(i / 82, 18 + i % 82))
                .map(call)
                .map(script::plan)
                .toList();
    }
}
