package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.CampaignRows.Tenant;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller number's pace, its carrier's wish to slow down, and its circuit breaker. */
class LineTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private TestQueue on;
    private Tenant tenant;
    private UUID campaign;

    @BeforeEach
    void open() {
        on = new TestQueue(NOON);
        tenant = on.rows.tenant(1000);
        campaign = on.rows.campaign(tenant, 500, 3);
        on.rows.leads(tenant, campaign, 400, i -> "+1415555%04d".formatted(i));
    }

    @AfterEach
    void close() {
        on.close();
    }

    @Test
    void startsAreGrantedAnIntervalApartAndNotFurtherAheadThanAPauseWaits() {
        pace("10");

        List<Claim> claims = on.claim(100);

        // Half of two seconds and a quarter, at most one: one at once and one every 104 ms.
        assertThat(claims).hasSize(10);
        assertThat(startsApart(claims)).allMatch(apart -> apart == 104_000_000);
        assertThat(on.claim(100)).as("the horizon is full").isEmpty();
        assertThat(claims)
                .allSatisfy(claim -> assertThat(
                                turn(claim).nextAt() - turn(claims.getFirst()).startAt())
                        .isEqualTo(10 * 104_000_000));
    }

    @Test
    void twoReplicasAndTwoCampaignsShareOnePace() {
        pace("10");
        UUID other = on.rows.campaign(tenant, 500, 3);
        on.rows.leads(tenant, other, 100, i -> "+1415556%04d".formatted(i));

        List<Claim> claims = new ArrayList<>(on.claim(4));
        claims.addAll(TestQueue.await(on.replica().claim(100)));

        assertThat(claims).hasSize(10);
        assertThat(startsApart(claims.stream()
                        .sorted((one, two) ->
                                Long.compare(turn(one).startAt(), turn(two).startAt()))
                        .toList()))
                .as("but for what two readings of one clock may differ")
                .allMatch(apart -> apart >= 103_000_000);
        assertThat(claims.stream().map(Claim::campaignId).distinct()).hasSize(2);
    }

    @Test
    void paceBelowOneASecondGrantsOneStart() {
        pace("0.5");

        assertThat(on.claim(100)).hasSize(1);
        assertThat(on.claim(100)).isEmpty();
    }

    @Test
    void slotOnALineWithAPaceIsLeftToTheNextClaim() {
        pace("100");
        on.rows.run("UPDATE campaign SET max_concurrent_calls = 1", Tuple.tuple());
        Claim claim = on.claim(1).getFirst();

        assertThat(on.settle(List.of(on.busy(claim)))).isEmpty();
        assertThat(on.claim(1)).hasSize(1);
    }

    @Test
    void lineWithoutAPaceHasNoTurns() {
        assertThat(on.claim(100)).hasSize(100).allMatch(claim -> claim.turn() == null);
    }

    @Test
    void heldLineStartsNothingUntilItsCarrierMayBeAskedAgain() {
        List<Claim> claims = on.claim(2);

        Instant until = TestQueue.await(on.queue.holdLine(tenant.lineId(), Duration.ofSeconds(7)));

        assertThat(until).isEqualTo(NOON.plusSeconds(7));
        assertThat(on.claim(10)).isEmpty();
        assertThat(on.settle(List.of(on.busy(claims.getFirst()))))
                .as("a freed slot")
                .isEmpty();
        assertThat(on.tick()).isEqualTo(until);
        on.clock.advance(Duration.ofSeconds(7));
        assertThat(on.claim(10)).hasSize(10);
    }

    @Test
    void carrierThatKeepsAskingIsLeftAloneForLongerEachTime() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Instant until = TestQueue.await(on.queue.holdLine(tenant.lineId(), Duration.ZERO));
            assertThat(TestQueue.await(on.queue.holdLine(tenant.lineId(), Duration.ZERO)))
                    .as("an echo")
                    .isNull();
            Duration pause = Duration.between(on.clock.instant(), until);
            assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(1));
            assertThat(pause.toMillis()).isBetween(Math.min(last.toMillis(), 30_000), 60_000L);
            last = pause;
            on.clock.advance(pause);
        }
        assertThat(last).isGreaterThanOrEqualTo(Duration.ofSeconds(30));

        on.clock.advance(Duration.ofMinutes(3));
        Instant until = TestQueue.await(on.queue.holdLine(tenant.lineId(), Duration.ZERO));
        assertThat(Duration.between(on.clock.instant(), until)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void lineOnWhichHalfOfFiveCallsFailIsBrokenAndTriedWithOneCall() {
        List<Claim> claims = on.claim(5);
        on.settle(List.of(
                on.lineFailed(claims.get(0)),
                on.lineFailed(claims.get(1)),
                on.busy(claims.get(2)),
                on.busy(claims.get(3))));
        assertThat(check(null)).as("four calls say nothing").isEmpty();

        on.settle(List.of(on.lineFailed(claims.get(4))));
        assertThat(check(null))
                .singleElement()
                .satisfies(line -> assertThat(line.brokenUntil()).isEqualTo(NOON.plusSeconds(60)));

        assertThat(on.claim(10)).isEmpty();
        on.clock.advance(Duration.ofSeconds(60));
        Claim probe = on.claim(10).getFirst();
        assertThat(probe.probing()).isTrue();
        assertThat(on.claim(10)).as("one call tries it").isEmpty();

        on.settle(List.of(on.busy(probe)));
        assertThat(check(true))
                .singleElement()
                .satisfies(line -> assertThat(line.brokenUntil()).isNull());
        assertThat(on.claim(10)).hasSize(10).noneMatch(Claim::probing);
    }

    @Test
    void eachTryThatFailsDoublesThePause() {
        breakLine();
        for (int minutes : List.of(2, 4, 8, 15, 15)) {
            on.clock.advance(Duration.ofMinutes(16));
            List<Claim> probe = on.claim(10);
            assertThat(probe).hasSize(1);
            on.settle(List.of(on.lineFailed(probe.getFirst())));
            assertThat(check(false))
                    .singleElement()
                    .satisfies(line -> assertThat(line.brokenUntil())
                            .isEqualTo(on.clock.instant().plus(Duration.ofMinutes(minutes))));
        }
    }

    @Test
    void whatFailedBeforeItWasWellAgainDoesNotBreakItOnceMore() {
        breakLine();
        on.clock.advance(Duration.ofSeconds(60));
        Claim probe = on.claim(10).getFirst();
        on.settle(List.of(on.busy(probe)));
        check(true);

        // With the call that tried it, four.
        on.settle(on.claim(3).stream().map(on::lineFailed).toList());

        assertThat(check(null)).isEmpty();
    }

    @Test
    void failuresOfLongAgoDoNotCount() {
        List<Claim> claims = on.claim(8);
        on.settle(claims.subList(0, 4).stream().map(on::lineFailed).toList());
        on.clock.advance(Duration.ofSeconds(131));

        on.settle(claims.subList(4, 8).stream().map(on::lineFailed).toList());

        assertThat(check(null)).isEmpty();
    }

    @Test
    void mostlyGoodLineIsNotBroken() {
        List<Claim> claims = on.claim(20);
        List<Settlement> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ends.add(i < 9 ? on.lineFailed(claims.get(i)) : on.busy(claims.get(i)));
        }
        on.settle(ends);

        assertThat(check(null)).isEmpty();
    }

    private void breakLine() {
        on.settle(on.claim(5).stream().map(on::lineFailed).toList());
        assertThat(check(null)).hasSize(1);
    }

    private List<CallStore.LineChange> check(@Nullable Boolean tried) {
        return TestQueue.await(on.queue.checkLines(List.of(new LineCheck(tenant.lineId(), tried))));
    }

    private void pace(String callsPerSecond) {
        on.stopRealTime();
        on.rows.run("UPDATE phone_line SET calls_per_second = $1::text::numeric", Tuple.of(callsPerSecond));
    }

    /** From each start to the next, in nanoseconds. */
    private static List<Long> startsApart(List<Claim> claims) {
        List<Long> apart = new ArrayList<>();
        for (int i = 1; i < claims.size(); i++) {
            apart.add(turn(claims.get(i)).startAt() - turn(claims.get(i - 1)).startAt());
        }
        return apart;
    }

    private static Claim.Turn turn(Claim claim) {
        return Objects.requireNonNull(claim.turn());
    }
}
