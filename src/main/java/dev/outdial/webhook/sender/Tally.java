package dev.outdial.webhook.sender;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** How sending goes, for the operator's eyes: what became of attempts and how long they took, what is on its way, what waits. */
final class Tally {

    private final Map<Verdict.Outcome, Timer> attempts = new EnumMap<>(Verdict.Outcome.class);
    private volatile double lagSeconds;

    Tally(MeterRegistry meters, IntSupplier onTheirWay) {
        for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
            attempts.put(
                    outcome,
                    Timer.builder("outdial.webhook.attempts")
                            .description("Attempts to deliver a webhook, and how long their endpoints took")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        Gauge.builder("outdial.webhook.sending", onTheirWay::getAsInt)
                .description("Webhooks on their way")
                .register(meters);
        Gauge.builder("outdial.webhook.lag", () -> lagSeconds)
                .description("For how long the webhook has been due that waits longest")
                .baseUnit("seconds")
                .register(meters);
    }

    void count(Verdict verdict) {
        Timer timer = attempts.get(verdict.outcome());
        if (timer != null) {
            timer.record(verdict.took());
        }
    }

    void lag(double seconds) {
        lagSeconds = seconds;
    }
}
