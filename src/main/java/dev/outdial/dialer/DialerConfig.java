package dev.outdial.dialer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set of the pipeline. All durations are real time. */
@ConfigMapping(prefix = "outdial.dialer")
interface DialerConfig {

    /** Calls that may be on their way to a carrier, not yet accepted, at once. */
    @WithDefault("256")
    int maxPlacing();

    /** How long a claimed lead may wait to be started; then it is given back. A pause waits this long at most. */
    @WithDefault("1s")
    Duration patience();

    /** How often to look at the queue when nothing woke us. */
    @WithDefault("1s")
    Duration poll();

    /** The carrier of caller numbers that name none. */
    @WithDefault("${outdial.carrier:simulator}")
    String defaultCarrier();

    /** How long a shutdown waits for calls that only this process can hear. */
    @WithDefault("20s")
    Duration grace();
}
