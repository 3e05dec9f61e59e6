package dev.outdial.webhook.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came back for a webhook. None of it is an exception: endpoints fail every day. */
public sealed interface Answer {

    /** How long it took. */
    Duration took();

    /**
     * The endpoint answered.
     *
     * @param snippet the beginning of the body
     * @param retryAfter what it asked for, or null
     */
    record Responded(int status, String snippet, @Nullable Duration retryAfter, Duration took) implements Answer {}

    /**
     * Nothing that could be understood came back in time, or nothing was sent at all.
     *
     * @param reason in a few words, for the customer who looks for the fault
     */
    record Silent(String reason, Duration took) implements Answer {}
}
