package dev.outdial.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each check must find what it is for, and nothing in a ledger that is in order. */
class LedgerChecksTest {

    private static final Instant REAL = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BUSINESS = Instant.parse("2026-03-02T09:00:00Z");
    /** How much faster business time runs in these ledgers. */
    private static final int SCALE = 60;

    private static final String LINE = "+15550000000";

    private final List<LedgerEntry> entries = new ArrayList<>();

    @Test
    void ledgerInOrderHasNoViolations() {
        // Given
        placed(0, "a", 1);
        placed(1_000, "b", 1);
        ended(2_000, "a", 1);
        placed(2_000, "c", 1);
        ended(2_500, "b", 1);
        ended(2_600, "c", 1);
        placed(3_000, "a", 2);
        ended(3_500, "a", 2);

        // Then
        LedgerChecks checks = checks();
        assertThat(checks.placedTwice()).isEmpty();
        assertThat(checks.endsWithoutPlacement()).isEmpty();
        assertThat(checks.onTwoCalls()).isEmpty();
        assertThat(checks.overCampaignCap(_ -> 2)).isEmpty();
        assertThat(checks.overLineCap(_ -> 2)).isEmpty();
        assertThat(checks.overTotalCap(2)).isEmpty();
        assertThat(checks.soonerThan(Duration.ofMinutes(1))).isEmpty();
        assertThat(checks.attemptsBeyond(1)).isEmpty();
        assertThat(checks.holesInAttempts()).isEmpty();
        assertThat(checks.fasterThan(_ -> 1, Duration.ZERO)).isEmpty();
        assertThat(checks.placedAfter(REAL.plusMillis(3_000), "cmp_1")).isEmpty();
    }

    @Test
    void attemptPlacedTwiceUnderTwoCallIdsIsFound() {
        placed(0, "a", 1);
        ended(10, "a", 1);
        entries.add(entry(20, Event.PLACED, "call_other", "a", 1));

        assertThat(checks().placedTwice()).singleElement().asString().contains("call_other");
    }

    @Test
    void callIdPlacedTwiceIsFound() {
        placed(0, "a", 1);
        entries.add(entry(20, Event.PLACED, "call_a_1", "b", 1));

        assertThat(checks().placedTwice()).hasSize(1);
    }

    @Test
    void endWithoutPlacementAndSecondEndAreFound() {
        placed(0, "a", 1);
        ended(10, "a", 1);
        ended(20, "a", 1);
        ended(30, "b", 1);

        assertThat(checks().endsWithoutPlacement()).hasSize(2);
    }

    @Test
    void leadOnTwoCallsIsFound() {
        placed(0, "a", 1);
        placed(10, "a", 2);
        ended(20, "a", 1);

        assertThat(checks().onTwoCalls()).singleElement().asString().contains("attempt 2");
    }

    @Test
    void capPassedForAMomentIsFoundByEveryGrouping() {
        placed(0, "a", 1);
        placed(10, "b", 1);
        placed(10, "c", 1);
        ended(10, "a", 1);

        assertThat(checks().overCampaignCap(_ -> 2)).hasSize(1);
        assertThat(checks().overLineCap(_ -> 2)).hasSize(1);
        assertThat(checks().overTotalCap(2)).hasSize(1);
        assertThat(checks().moreOpenThan(entry -> "organization of " + entry.campaignId(), _ -> 2))
                .hasSize(1);
        assertThat(checks().overCampaignCap(_ -> 3)).isEmpty();
    }

    @Test
    void attemptBeforeTheIntervalIsFoundInBusinessTime() {
        placed(0, "a", 1);
        ended(1_000, "a", 1);
        placed(1_999, "a", 2);

        assertThat(checks().soonerThan(Duration.ofMinutes(1))).hasSize(1);
        assertThat(checks().soonerThan(Duration.ofSeconds(59))).isEmpty();
    }

    @Test
    void attemptBeyondTheRetriesIsFound() {
        placed(0, "a", 1);
        placed(10, "a", 2);
        placed(20, "b", 0);

        assertThat(checks().attemptsBeyond(0)).hasSize(2);
    }

    @Test
    void leftOutAndUnorderedAttemptsAreFound() {
        placed(0, "a", 1);
        placed(10, "a", 3);
        placed(20, "b", 2);

        assertThat(checks().holesInAttempts()).hasSize(2);
    }

    @Test
    void startTooMuchInARollingSecondIsFound() {
        placed(900, "a", 1);
        placed(1_000, "b", 1);
        placed(1_899, "c", 1);

        assertThat(checks().fasterThan(_ -> 2, Duration.ZERO))
                .singleElement()
                .asString()
                .contains("lead_c");
        assertThat(checks().fasterThan(_ -> 2, Duration.ofMillis(1))).isEmpty();
        assertThat(checks().fasterThan(_ -> 3, Duration.ZERO)).isEmpty();
    }

    @Test
    void startTooMuchOnASlowLineIsFoundOverSeveralSeconds() {
        placed(0, "a", 1);
        placed(1_999, "b", 1);
        placed(4_000, "c", 1);

        assertThat(checks().fasterThan(_ -> 0.5, Duration.ZERO))
                .singleElement()
                .asString()
                .contains("lead_b");
    }

    @Test
    void placementAfterThePauseIsFoundForThatCampaignOnly() {
        placed(0, "a", 1);
        placed(11, "b", 1);

        assertThat(checks().placedAfter(REAL.plusMillis(10), "cmp_1")).hasSize(1);
        assertThat(checks().placedAfter(REAL.plusMillis(10), "cmp_2")).isEmpty();
    }

    @Test
    void callsOfAKilledReplicaStayOpenUntilTheyAreBuried() {
        // Given
        placed(0, "a", 1);
        placed(10, "b", 1);
        ended(20, "b", 1);
        entries.add(byOther(entry(50, Event.PLACED, "call_c_1", "c", 1)));
        assertThat(checks().overTotalCap(1)).hasSize(2);

        // When
        List<LedgerEntry> buried = LedgerEntries.withDeaths(entries, Map.of("replica-1", REAL.plusMillis(30)));

        // Then: only b came while a was open.
        LedgerChecks checks = new LedgerChecks(buried);
        assertThat(checks.overTotalCap(1)).singleElement().asString().contains("lead_b");
        assertThat(checks.endsWithoutPlacement()).isEmpty();
        assertThat(buried).hasSize(5);
    }

    private void placed(long millis, String lead, int attempt) {
        entries.add(entry(millis, Event.PLACED, "call_" + lead + "_" + attempt, lead, attempt));
    }

    private void ended(long millis, String lead, int attempt) {
        entries.add(entry(millis, Event.ENDED, "call_" + lead + "_" + attempt, lead, attempt));
    }

    private static LedgerEntry entry(long millis, Event event, String callId, String lead, int attempt) {
        return new LedgerEntry(
                REAL.plusMillis(millis),
                BUSINESS.plusMillis(millis * SCALE),
                event,
                callId,
                "lead_" + lead,
                "cmp_1",
                attempt,
                LINE,
                "+15550001200",
                "replica-1",
                event == Event.PLACED ? null : "completed");
    }

    private static LedgerEntry byOther(LedgerEntry entry) {
        return new LedgerEntry(
                entry.at(),
                entry.businessAt(),
                entry.event(),
                entry.callId(),
                entry.leadId(),
                entry.campaignId(),
                entry.attempt(),
                entry.from(),
                entry.to(),
                "replica-2",
                entry.outcome());
    }

    private LedgerChecks checks() {
        return new LedgerChecks(entries);
    }
}
