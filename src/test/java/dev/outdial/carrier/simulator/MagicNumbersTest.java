package dev.outdial.carrier.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.PlaceCall;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each pair of last digits stands for, from the request to the last event. */
class MagicNumbersTest {

    private static final String TALK = "36 completed/agent_disconnected 200 answered at 6 by human";

    /** Code, whether machines are hung up on, the first answer, the ledger's outcome, the events (seconds, what). */
    @ParameterizedTest(name = "{0} hanging up on machines {1}")
    @CsvSource(nullValues = "-", textBlock = """
                    00, false, Accepted , completed   , 6 answered; TALK
                    01, false, Accepted , completed   , 6 answered; 8 completed/user_disconnected 200 answered at 6 by human
                    02, false, Accepted , busy        , 2 busy/user_busy 486
                    03, false, Accepted , no_answer   , 2 no_answer/user_unreachable 480
                    04, false, Accepted , failed      , 2 failed/unallocated_phone_number 404
                    05, false, Accepted , failed      , 6 failed/user_declined 603
                    06, false, Accepted , failed      , 2 failed/network_failure 503
                    07, false, Accepted , did_not_pick, 30 did_not_pick/user_did_not_pick_up 487
                    08, false, Accepted , failed      , 30 failed/sip_trunk_unreachable 408
                    09, false, Accepted , completed   , 10 answered; 40 completed/agent_disconnected 200 answered at 10 by human
                    10, true , Accepted , completed   , 6 answered; 10 completed/voicemail_detected 200 answered at 6 by machine
                    10, false, Accepted , completed   , 6 answered; 36 completed/agent_disconnected 200 answered at 6 by machine
                    11, false, Accepted , failed      , 6 answered; 8 failed/network_failure 200 answered at 6 by human
                    12, false, Refused  , -           , -
                    13, false, Throttled, -           , -
                    14, false, Unknown  , completed   , 6 answered; TALK
                    15, false, Accepted , completed   , TALK; 6 answered; TALK; 6 answered
                    16, false, Accepted , completed   , 6 answered
                    17, false, Accepted , completed   , 29 answered; 59 completed/agent_disconnected 200 answered at 29 by human
                    """)
    void numberDoesWhatItsLastDigitsStandFor(
            String code, boolean hangUpOnMachine, String answer, @Nullable String outcome, @Nullable String told) {
        // Given
        Rehearsal rehearsal = new Rehearsal(Network.WHOLE);
        PlaceCall call = Rehearsal.call("1", "+155500012" + code, hangUpOnMachine);

        // When
        String answered = rehearsal.place(call).getClass().getSimpleName();
        rehearsal.clock.advance(Duration.ofHours(1));

        // Then
        assertThat(answered).isEqualTo(answer);
        assertThat(rehearsal.told())
                .isEqualTo(
                        told == null
                                ? List.of()
                                : List.of(told.replace("TALK", TALK).split("; ")));
        assertThat(rehearsal.ledger.stream().map(entry -> entry.event().word() + " " + entry.outcome()))
                .isEqualTo(outcome == null ? List.of() : List.of("placed null", "ended " + outcome));
    }
}
