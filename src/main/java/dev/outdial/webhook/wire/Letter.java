package dev.outdial.webhook.wire;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/**
 * A webhook request, ready to be sent.
 *
 * @param timeout from the look-up of the name to the head of the answer
 */
public record Letter(Target to, Map<String, String> headers, Buffer body, Duration timeout) {}
