package dev.outdial.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set of webhooks. All durations are real time. */
@ConfigMapping(prefix = "outdial.webhook")
public interface WebhookConfig {

    /** Everything on its way is at most so many times the room for those that answer quickly. */
    int OVERALL = 8;

    /** Whether webhooks may go to http and to private addresses. */
    @WithDefault("false")
    boolean allowPrivate();

    /** Requests on their way at once to endpoints that answer quickly; those that do not share a quarter as many more. */
    @WithDefault("128")
    int maxSending();

    /** Requests on their way at once, whatever happens. */
    default int maxSendingOverall() {
        return maxSending() * OVERALL;
    }

    /** Requests on their way to one endpoint at once. */
    @WithDefault("8")
    int maxSendingEach();

    /** How often to look for what is due. */
    @WithDefault("500ms")
    Duration poll();

    /** How long events and the log of their deliveries are kept. */
    @WithDefault("30d")
    Duration retention();

    /** How long a shutdown waits for requests that are on their way. What it does not wait for is sent again. */
    @WithDefault("5s")
    Duration grace();
}
