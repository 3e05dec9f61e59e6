package dev.outdial.http;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers that a client may keep: with an ETag, and without a body for a client that has the same already. */
public final class Tagged {

    private static final int TAG_LENGTH = 32;

    /** Who keeps it asks whether it is still so, and nobody keeps it for others. */
    private static final String ASK_FIRST = "private, no-cache";

    private Tagged() {}

    /**
     * This body, or 304 when {@code If-None-Match} names it. A weak tag never satisfies {@code If-Match}: that is 412.
     *
     * @param body whose {@code toString} tells all that is in it, as a record's does
     */
    public static <T> RestResponse<T> answer(T body, Request request) {
        // Weak: it stands for what is said, not for the bytes.
        EntityTag tag = new EntityTag(digest(body.toString()), true);
        Response.ResponseBuilder instead = request.evaluatePreconditions(tag);
        if (instead == null) {
            return RestResponse.ResponseBuilder.ok(body)
                    .tag(tag)
                    .header(HttpHeaders.CACHE_CONTROL, ASK_FIRST)
                    .build();
        }
        int status = instead.build().getStatus();
        if (status >= 400) {
            throw ApiException.of(status, ErrorBody.reason(status));
        }
        return RestResponse.ResponseBuilder.<T>create(status)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, ASK_FIRST)
                .build();
    }

    private static String digest(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, TAG_LENGTH);
    }
}
