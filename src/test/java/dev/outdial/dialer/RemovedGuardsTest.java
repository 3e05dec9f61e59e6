package dev.outdial.dialer;

import static dev.outdial.dialer.Anomaly.Kind.ADD_LEADS;
import static dev.outdial.dialer.Anomaly.Kind.ANSWER_LOST;
import static dev.outdial.dialer.Anomaly.Kind.CANCEL;
import static dev.outdial.dialer.Anomaly.Kind.CAP_OF_CAMPAIGN;
import static dev.outdial.dialer.Anomaly.Kind.CAP_OF_LINE;
import static dev.outdial.dialer.Anomaly.Kind.CAP_OF_ORGANIZATION;
import static dev.outdial.dialer.Anomaly.Kind.CRASH;
import static dev.outdial.dialer.Anomaly.Kind.FREEZE;
import static dev.outdial.dialer.Anomaly.Kind.HOURS;
import static dev.outdial.dialer.Anomaly.Kind.NO_RENEWAL;
import static dev.outdial.dialer.Anomaly.Kind.PAUSE;
import static dev.outdial.dialer.Anomaly.Kind.REMOVE_LEAD;
import static dev.outdial.dialer.Anomaly.Kind.SLOW;
import static dev.outdial.dialer.Anomaly.Kind.STALL_AFTER;
import static dev.outdial.dialer.Anomaly.Kind.TOLD_TWICE;
import static dev.outdial.dialer.Anomaly.Kind.UNTOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.outdial.dialer.Anomaly.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation finds what each guard is for: without it some run breaks a promise. A guard that can be taken out
 * unnoticed guards nothing, or the simulation does not look.
 */
class RemovedGuardsTest {

    /** So many runs may pass until a guard is missed, when a change of the scenarios has moved the one that is known. */
    private static final int MOST = 1_500;

    /** Guards behind which another stands: docs/decisions/0020 says which. */
    private static final Set<Guard> SECOND = EnumSet.of(Guard.OWNER, Guard.LEASE_OF_RENEWAL, Guard.SAME_IDS_AGAIN);

    /** Each guard, what happens to whom it protects, a run that misses it, and what is said of that. */
    static List<Arguments> guards() {
        return List.of(
                missed(Guard.ROW_LOCKS, 1, "allowed for", CAP_OF_CAMPAIGN, CAP_OF_LINE, CAP_OF_ORGANIZATION, PAUSE),
                missed(Guard.GATE, 2, "placed after", PAUSE, CAP_OF_CAMPAIGN, CAP_OF_LINE, CAP_OF_ORGANIZATION),
                missed(Guard.REFILL_UNDER_LIMITS, 3, "allowed for", CAP_OF_CAMPAIGN, CAP_OF_LINE, CAP_OF_ORGANIZATION),
                missed(Guard.REFILL_OF_FREED_SLOTS, 6, "allowed for", ADD_LEADS),
                missed(Guard.REFILL_WITHOUT_PACE, 57, "nothing starts", ADD_LEADS),
                missed(Guard.TURN, 2, "starts within", FREEZE),
                missed(Guard.CLOSING_TIME, 32, "outside the calling hours", HOURS, ADD_LEADS),
                missed(Guard.SPELL_OF_THESE_HOURS, 7, "outside the calling hours", HOURS, SLOW),
                missed(Guard.ONCE, 1, "twice", TOLD_TWICE, ANSWER_LOST, UNTOLD),
                missed(Guard.LEASE_OF_CLAIM, 335, "not over", SLOW, NO_RENEWAL, STALL_AFTER),
                missed(Guard.ADOPTED_IS_PLACED, 621, "placed twice", ANSWER_LOST, FREEZE, CRASH, STALL_AFTER),
                missed(Guard.ADOPTION, 1, "not over", CRASH),
                missed(Guard.COMMIT_BEFORE_ANSWER, 1, "", CRASH),
                missed(Guard.COMPLETED_IS_LAST, 1, "completed before", ADD_LEADS),
                missed(Guard.REMOVED_STAYS_AWAY, 2, "should be", REMOVE_LEAD),
                missed(Guard.CANCELLED_STAYS_AWAY, 2, "waits though", CANCEL),
                missed(Guard.STANDSTILL, 4, "placed after", PAUSE, STALL_AFTER),
                missed(Guard.TRUST, 441, "placed twice", NO_RENEWAL),
                missed(Guard.PATIENCE, 43, "placed after", STALL_AFTER, PAUSE),
                missed(Guard.ASKING, 61, "placed twice", CRASH, UNTOLD),
                missed(Guard.SWEEP, 7, "not over", ANSWER_LOST),
                missed(Guard.POLL, 72, "nothing starts", ADD_LEADS, PAUSE));
    }

    @ParameterizedTest
    @MethodSource("guards")
    void guardIsMissed(Guard guard, int seed, String what, EnumSet<Kind> trouble) {
        try (SimulationRuns runs =
                new SimulationRuns(Scenario.Size.MODEL, ModelDatabase::new, EnumSet.of(guard), trouble)) {
            assertThat(runs.failureAmong(seed, MOST)).contains(what);
        }
    }

    @Test
    void noGuardIsForgotten() {
        EnumSet<Guard> known = EnumSet.copyOf(SECOND);
        guards().forEach(each -> known.add((Guard) each.get()[0]));
        assertThat(known).containsExactly(Guard.values());
    }

    private static Arguments missed(Guard guard, int seed, String what, Kind... trouble) {
        return arguments(guard, seed, what, EnumSet.copyOf(Arrays.asList(trouble)));
    }
}
