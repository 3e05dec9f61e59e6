package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.http.Gcra.Taken;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcraTest {

    private static final long SECOND = 1_000_000_000L;

    /** Near the overflow of a long, where a monotonic clock may well be. */
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    private final Gcra gcra = new Gcra(10, Duration.ofSeconds(5));

    @Test
    void wholeAllowanceMayBeTakenAtOnceAndNoMore() {
        for (int i = 9; i >= 0; i--) {
            Taken taken = gcra.take("a", START);
            assertThat(taken.granted()).isTrue();
            assertThat(taken.left()).isEqualTo(i);
        }

        Taken refused = gcra.take("a", START);

        assertThat(refused.granted()).isFalse();
        assertThat(refused.left()).isZero();
        assertThat(refused.nextIn()).isEqualTo(Duration.ofMillis(500));
        assertThat(refused.wholeIn()).isEqualTo(Duration.ofSeconds(5));
        assertThat(gcra.isSpent("a", START)).isTrue();
        assertThat(gcra.isSpent("b", START)).isFalse();
        assertThat(gcra.take("b", START).granted()).isTrue();
    }

    @Test
    void refusalCostsNothing() {
        for (int i = 0; i < 1_000; i++) {
            gcra.take("a", START);
        }

        assertThat(gcra.take("a", START + SECOND / 2).granted()).isTrue();
        assertThat(gcra.take("a", START + SECOND / 2).granted()).isFalse();
    }

    @Test
    void allowanceComesBackWhole() {
        for (int i = 0; i < 10; i++) {
            gcra.take("a", START);
        }

        Taken later = gcra.take("a", START + 5 * SECOND);

        assertThat(later.left()).isEqualTo(9);
        assertThat(later.wholeIn()).isEqualTo(Duration.ofMillis(500));
    }

    /** Twice the allowance is the most a client can get into any stretch of one period. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void neverMoreThanTheAllowanceAndWhatCameBackInTheMeantime(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        long now = START;
        int granted = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextLong(SECOND / 3);
            granted += gcra.take("a", now).granted() ? 1 : 0;
            assertThat((long) granted).as("seed " + seed).isLessThanOrEqualTo(10 + (now - START) / (SECOND / 2));
        }
        assertThat(granted).isGreaterThan(3_000);
    }

    @Test
    void namesThatAreNoLongerOwedAnythingAreForgotten() {
        for (int i = 0; i < 100_000; i++) {
            gcra.take("name " + i, START + i * SECOND / 1_000);
        }

        assertThat(gcra.size()).isLessThan(21_000);
    }
}
