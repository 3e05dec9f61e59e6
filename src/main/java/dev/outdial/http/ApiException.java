package dev.outdial.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered as asked, with the status and the words the client gets. It is an answer, not an
 * accident: it has no stack trace and is not logged.
 */
public final class ApiException extends RuntimeException {

    private final int status;
    private final Object message;
    private final transient Map<String, Object> details = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

    private ApiException(int status, Object message) {
        super(message.toString(), null, false, false);
        this.status = status;
        this.message = message;
    }

    /** Any other status with one text. */
    public static ApiException of(int status, String message) {
        return new ApiException(status, message);
    }

    /** 400 for fields that failed validation, one text per failure. */
    public static ApiException badRequest(List<String> failures) {
        return new ApiException(400, List.copyOf(failures));
    }

    /** 400 for a request that fails as a whole. */
    public static ApiException badRequest(String message) {
        return of(400, message);
    }

    /** 401, always in the same words: whoever asks must not learn which part of the key was wrong. */
    public static ApiException unauthorized() {
        return of(401, "API key is missing or invalid");
    }

    /** 403. */
    public static ApiException forbidden(String message) {
        return of(403, message);
    }

    /** 404 for a thing that is unknown or another organization's. */
    public static ApiException notFound(String what) {
        return of(404, what + " not found");
    }

    /** 409: the present state does not allow it; the text says what would. */
    public static ApiException conflict(String message) {
        return of(409, message);
    }

    /** 413. */
    public static ApiException payloadTooLarge(String message) {
        return of(413, message);
    }

    /** 415. */
    public static ApiException unsupportedMediaType(String message) {
        return of(415, message);
    }

    /** 503 with {@code Retry-After}: an outage of ours that is expected to pass. */
    public static ApiException unavailable(Duration retryAfter) {
        return of(503, "The service is temporarily unavailable, please try again")
                .retryAfter(retryAfter);
    }

    /** Adds a field of its own to the error body, after the three that every one has. */
    public ApiException with(String field, Object value) {
        details.put(field, value);
        return this;
    }

    /** Tells the client when to come back, in whole seconds and at least one. */
    public ApiException retryAfter(Duration delay) {
        retryAfter = delay;
        return this;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The body of the answer. */
    public ErrorBody body() {
        return new ErrorBody(status, message, ErrorBody.reason(status), Map.copyOf(details));
    }

    /** The value of the {@code Retry-After} header, or null for none. */
    @Nullable
    Long retryAfterSeconds() {
        return retryAfter == null
                ? null
                : Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
