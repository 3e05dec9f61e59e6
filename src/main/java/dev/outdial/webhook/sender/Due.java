package dev.outdial.webhook.sender;

import dev.outdial.http.PublicId;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is this sender's until its lease ends.
 *
 * @param key where it is in the queue
 * @param firstAttempt the first attempt in the log, or null when this is it
 * @param slow whether it shares the smaller room
 * @param body null where nobody has made one yet
 */
record Due(
        Key key,
        Endpoint endpoint,
        UUID eventId,
        String event,
        @Nullable UUID callId,
        int retryAttempt,
        @Nullable UUID firstAttempt,
        boolean slow,
        @Nullable String body) {

    Due with(@Nullable String made) {
        return new Due(key, endpoint, eventId, event, callId, retryAttempt, firstAttempt, slow, made);
    }

    String eventText() {
        return PublicId.EVENT.text(eventId);
    }

    /**
     * Its place in the queue.
     *
     * @param leaseUntil no later claim can have the same, so it fences this one
     */
    record Key(UUID webhookId, Instant leaseUntil, long id) {}

    /**
     * Where it goes, as that was set when it was claimed.
     *
     * @param secret as it is stored, and so is the one it replaces, if that still signs
     */
    record Endpoint(
            UUID webhookId,
            String url,
            Buffer secret,
            @Nullable Buffer previousSecret,
            int retryCount,
            Duration timeout) {}
}
