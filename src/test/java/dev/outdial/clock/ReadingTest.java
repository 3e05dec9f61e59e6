package dev.outdial.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How exactly the database's clock is known. */
class ReadingTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void clockWasReadAtSomeTimeBetweenQuestionAndAnswer() {
        Reading reading = Reading.between(100 * MILLI, 108 * MILLI, NOON);

        assertThat(reading.error()).isEqualTo(4 * MILLI);
        assertThat(reading.nanosAt(NOON)).isEqualTo(104 * MILLI);
        assertThat(reading.nanosAt(NOON.plusSeconds(1))).isEqualTo(1104 * MILLI);
    }

    @Test
    void slowAnswerDoesNotReplaceAFastOne() {
        Reading fast = Reading.between(0, MILLI, NOON);
        Reading slow = Reading.between(2 * SECOND, 2 * SECOND + 30 * MILLI, NOON.plusMillis(2010));

        assertThat(fast.or(slow)).isSameAs(fast);
    }

    @Test
    void fastAnswerReplacesASlowOne() {
        Reading slow = Reading.between(0, 30 * MILLI, NOON);
        Reading fast = Reading.between(2 * SECOND, 2 * SECOND + MILLI, NOON.plusSeconds(2));

        assertThat(slow.or(fast)).isSameAs(fast);
    }

    @Test
    void oldReadingIsLessExactThanANewOneBecauseClocksDrift() {
        Reading old = Reading.between(0, MILLI, NOON);
        Reading later = Reading.between(100 * SECOND, 100 * SECOND + 10 * MILLI, NOON.plusMillis(100_004));

        assertThat(old.or(later)).isSameAs(later);
    }

    @Test
    void clockThatWasSetIsBelieved() {
        Reading before = Reading.between(0, MILLI, NOON);
        Reading set = Reading.between(2 * SECOND, 2 * SECOND + 30 * MILLI, NOON.plusSeconds(3600));

        assertThat(before.or(set)).isSameAs(set);
    }
}
