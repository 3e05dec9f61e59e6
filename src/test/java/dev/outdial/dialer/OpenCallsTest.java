package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Room to place calls")
class OpenCallsTest {

    @Test
    void aClaimUnderWayLeavesRoomForTheSlotsOfCallsThatEnd() {
        OpenCalls open = new OpenCalls(256);

        int claim = open.reserveHalf();
        int refill = open.reserve(100);

        assertThat(claim).isEqualTo(128);
        assertThat(refill).isEqualTo(100);
    }

    @Test
    void theLastOfTheRoomCanBeClaimed() {
        OpenCalls open = new OpenCalls(1);

        assertThat(open.reserveHalf()).isEqualTo(1);
        assertThat(open.reserveHalf()).isZero();
    }
}
