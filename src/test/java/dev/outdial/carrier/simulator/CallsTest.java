package dev.outdial.carrier.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CallKey;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.CarrierEvent.Ended;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Lookup;
import dev.outdial.carrier.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final Calls calls = new Calls(Network.WHOLE, 2);

    @Test
    void whatIsForgottenIsNoLongerSwornNeverToHaveBeen() {
        // Given
        end("call_1");
        end("call_2");
        assertThat(calls.find(key("call_0"))).isEqualTo(new Lookup.NotFound(true));

        // When
        end("call_3");

        // Then
        assertThat(calls.find(key("call_1"))).isEqualTo(new Lookup.NotFound(false));
        assertThat(calls.find(key("call_2"))).isInstanceOf(Lookup.Over.class);
        assertThat(calls.find(key("call_3"))).isInstanceOf(Lookup.Over.class);
    }

    @Test
    void callThatGoesOnIsNeverForgotten() {
        // Given
        calls.open("call_0");

        // When
        end("call_1");
        end("call_2");
        end("call_3");

        // Then
        assertThat(calls.find(key("call_0"))).isInstanceOf(Lookup.Live.class);
    }

    private void end(String callId) {
        calls.open(callId);
        calls.ended(new Ended(callId, NOW, Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486)));
    }

    private static CallKey key(String callId) {
        return new CallKey(callId, null, "+15550000000", "+15550001200");
    }
}
