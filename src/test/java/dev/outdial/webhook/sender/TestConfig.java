package dev.outdial.webhook.sender;

import dev.outdial.webhook.WebhookConfig;
import java.time.Duration;

/** A sender's configuration in tests, whose receivers are on this host. */
record TestConfig(int maxSending, int maxSendingEach) implements WebhookConfig {

    @Override
    public boolean allowPrivate() {
        return true;
    }

    @Override
    public Duration poll() {
        return Duration.ofMillis(500);
    }

    @Override
    public Duration retention() {
        return Duration.ofDays(30);
    }

    @Override
    public Duration grace() {
        return Duration.ofSeconds(5);
    }
}
