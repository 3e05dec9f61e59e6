package dev.outdial.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many requests a client may make. Each process counts for itself. */
@ConfigMapping(prefix = "outdial.rate-limit")
interface RateLimitConfig {

    /** Requests of one API key in a period; 0 for any number. */
    @WithDefault("6000")
    int requests();

    /** Keys that turn out wrong, from one address, in a period; 0 for any number. */
    @WithDefault("300")
    int wrongKeys();

    /** The period of both. */
    @WithDefault("60s")
    Duration period();
}
