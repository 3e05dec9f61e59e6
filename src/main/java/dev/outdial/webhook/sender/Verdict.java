package dev.outdial.webhook.sender;

import dev.outdial.webhook.wire.Answer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means for its delivery and its endpoint.
 *
 * @param error for the log; null where all is well
 * @param next when to try again, or null for no more
 * @param took how long the endpoint did
 * @param restUntil before which the endpoint is sent nothing at all; null where all is well
 */
record Verdict(
        Outcome outcome,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String snippet,
        Duration took,
        @Nullable Instant next,
        @Nullable Instant restUntil) {

    private static final int GONE = 410;

    /** One that is down must not be asked as fast as it can refuse. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    /** One that is overloaded and does not say for how long. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration LONGEST_REST = Duration.ofHours(1);

    /** The word that metrics have for it. */
    enum Outcome {
        DELIVERED,
        RETRIED,
        GIVEN_UP,
        GONE
    }

    static Verdict of(Answer answer, Due due, RetrySchedule schedule, Instant now) {
        return switch (answer) {
            case Answer.Responded ok
            when ok.status() / 100 == 2 ->
                new Verdict(Outcome.DELIVERED, ok.status(), null, ok.snippet(), ok.took(), null, null);
            case Answer.Responded gone
            when gone.status() == GONE ->
                new Verdict(
                        Outcome.GONE,
                        GONE,
                        "The endpoint is gone",
                        gone.snippet(),
                        gone.took(),
                        null,
                        now.plus(BREATH));
            case Answer.Responded refused ->
                failed(refused, refused.status(), error(refused), refused.snippet(), due, schedule, now);
            case Answer.Silent silent -> failed(silent, null, silent.reason(), null, due, schedule, now);
        };
    }

    boolean isSuccess() {
        return outcome == Outcome.DELIVERED;
    }

    private static Verdict failed(
            Answer answer,
            @Nullable Integer status,
            String error,
            @Nullable String snippet,
            Due due,
            RetrySchedule schedule,
            Instant now) {
        Duration asked = answer instanceof Answer.Responded responded ? responded.retryAfter() : null;
        Duration gap = schedule.gap(due.retryAttempt(), due.endpoint().retryCount(), asked);
        return new Verdict(
                gap == null ? Outcome.GIVEN_UP : Outcome.RETRIED,
                status,
                error,
                snippet,
                answer.took(),
                gap == null ? null : now.plus(gap),
                now.plus(rest(status, asked)));
    }

    private static Duration rest(@Nullable Integer status, @Nullable Duration asked) {
        boolean overloaded = status != null && (status == 429 || (status >= 502 && status <= 504));
        if (!overloaded) {
            return BREATH;
        }
        if (asked == null) {
            return REST;
        }
        Duration rest = asked.compareTo(BREATH) > 0 ? asked : BREATH;
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private static String error(Answer.Responded refused) {
        return refused.status() / 100 == 3
                ? "Redirects are not followed (" + refused.status() + ")"
                : "The endpoint answered " + refused.status();
    }
}
