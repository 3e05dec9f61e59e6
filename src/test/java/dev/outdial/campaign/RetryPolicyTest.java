package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.campaign.RetryPolicy.Next;
import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest(name = "{0}/{1} with retry_on {2}: {3}")
    @CsvSource({
        "DID_NOT_PICK, USER_DID_NOT_PICK_UP, DID_NOT_PICK, again",
        "DID_NOT_PICK, USER_DID_NOT_PICK_UP, BUSY, failed",
        "NO_ANSWER, USER_UNREACHABLE, NO_ANSWER, again",
        "NO_ANSWER, USER_UNREACHABLE, DID_NOT_PICK, failed",
        "BUSY, USER_BUSY, BUSY, again",
        "BUSY, USER_BUSY, NO_ANSWER, failed",
        "COMPLETED, VOICEMAIL_DETECTED, VOICEMAIL, again",
        "COMPLETED, VOICEMAIL_DETECTED, FAILED, completed",
        "COMPLETED, USER_DISCONNECTED, VOICEMAIL, completed",
        "COMPLETED, AGENT_DISCONNECTED, VOICEMAIL, completed",
        "COMPLETED, MAX_DURATION, VOICEMAIL, completed",
        "FAILED, NETWORK_FAILURE, FAILED, again",
        "FAILED, NETWORK_FAILURE, BUSY, failed",
        "FAILED, SIP_TRUNK_UNREACHABLE, FAILED, again",
        "FAILED, SIP_AUTH_FAILED, FAILED, again",
        "FAILED, UNKNOWN, FAILED, again",
        "FAILED, INVALID_PHONE_NUMBER, FAILED, failed",
        "FAILED, UNALLOCATED_PHONE_NUMBER, FAILED, failed",
        "FAILED, DESTINATION_FORBIDDEN, FAILED, failed",
        "FAILED, USER_DECLINED, FAILED, failed",
        "CANCELLED, UNKNOWN, FAILED, failed",
    })
    void outcomeIsRetriedWhereTheCampaignAsksForIt(CallStatus status, EndReason reason, RetryOn retryOn, String next) {
        RetryPolicy policy = new RetryPolicy(3, List.of(HOUR), Set.of(retryOn));

        assertThat(policy.after(1, outcome(status, reason)))
                .isEqualTo(
                        switch (next) {
                            case "again" -> new Next.Again(HOUR);
                            case "completed" -> new Next.Completed();
                            default -> new Next.Failed();
                        });
    }

    @ParameterizedTest
    @EnumSource(
            value = EndReason.class,
            names = {
                "USER_DECLINED",
                "INVALID_PHONE_NUMBER",
                "UNALLOCATED_PHONE_NUMBER",
                "DESTINATION_FORBIDDEN",
                "SUPPRESSED"
            })
    void whoeverCannotOrWillNotBeCalledIsNeverCalledAgain(EndReason reason) {
        RetryPolicy everything = new RetryPolicy(RetryPolicy.MOST_RETRIES, List.of(HOUR), Set.of(RetryOn.values()));

        assertThat(everything.after(1, outcome(CallStatus.FAILED, reason))).isEqualTo(new Next.Failed());
    }

    @Test
    void oneBudgetCountsEveryAttempt() {
        RetryPolicy policy = new RetryPolicy(2, List.of(HOUR), RetryPolicy.DEFAULT_RETRY_ON);

        assertThat(policy.after(1, busy())).isEqualTo(new Next.Again(HOUR));
        assertThat(policy.after(2, outcome(CallStatus.NO_ANSWER, EndReason.USER_UNREACHABLE)))
                .isEqualTo(new Next.Again(HOUR));
        assertThat(policy.after(3, busy())).isEqualTo(new Next.Failed());
    }

    @Test
    void withoutRetriesTheFirstAttemptIsTheLast() {
        assertThat(new RetryPolicy(0, List.of(HOUR), RetryPolicy.DEFAULT_RETRY_ON).after(1, busy()))
                .isEqualTo(new Next.Failed());
    }

    @Test
    void intervalsFollowEachOtherAndTheLastOneStays() {
        RetryPolicy policy = new RetryPolicy(
                4, List.of(Duration.ofMinutes(5), Duration.ofMinutes(30)), RetryPolicy.DEFAULT_RETRY_ON);

        assertThat(policy.after(1, busy())).isEqualTo(new Next.Again(Duration.ofMinutes(5)));
        assertThat(policy.after(2, busy())).isEqualTo(new Next.Again(Duration.ofMinutes(30)));
        assertThat(policy.after(4, busy())).isEqualTo(new Next.Again(Duration.ofMinutes(30)));
    }

    @Test
    void storedFormIsReadBack() {
        RetryPolicy policy = RetryPolicy.of(new JsonObject("""
                        {"max_retries": 2, "retry_interval_minutes": 120, "retry_on": ["busy", "voicemail"],
                         "intervals_minutes": [5, 60]}
                        """));

        assertThat(policy)
                .isEqualTo(new RetryPolicy(
                        2, List.of(Duration.ofMinutes(5), HOUR), Set.of(RetryOn.BUSY, RetryOn.VOICEMAIL)));
    }

    @Test
    void storedFormWithoutIntervalsUsesTheOneInterval() {
        RetryPolicy policy = RetryPolicy.of(
                new JsonObject("{\"max_retries\": 1, \"retry_interval_minutes\": 120, \"retry_on\": []}"));

        assertThat(policy.intervals()).containsExactly(Duration.ofHours(2));
    }

    @Test
    void budgetBeyondTheBoundCannotExist() {
        assertThatThrownBy(() -> new RetryPolicy(RetryPolicy.MOST_RETRIES + 1, List.of(HOUR), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome busy() {
        return outcome(CallStatus.BUSY, EndReason.USER_BUSY);
    }

    private static Outcome outcome(CallStatus status, EndReason reason) {
        return status == CallStatus.COMPLETED
                ? Outcome.answered(reason, Instant.EPOCH, AnsweredBy.UNKNOWN)
                : Outcome.unanswered(status, reason, null);
    }
}
