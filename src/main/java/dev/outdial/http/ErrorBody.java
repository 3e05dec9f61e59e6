package dev.outdial.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of every answer from 400 up.
 *
 * @param message one text, or a list of them when fields failed validation
 * @param error the name of the status
 * @param details further fields, for the few errors that have any
 */
@RegisterForReflection
@JsonPropertyOrder({"statusCode", "message", "error"})
@Schema(name = "Error")
public record ErrorBody(
        @JsonProperty("statusCode") int statusCode,
        @Schema(oneOf = {String.class, String[].class}) Object message,
        String error,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> details) {

    /** A body with one text. */
    static ErrorBody of(int status, String message) {
        return new ErrorBody(status, message, reason(status), Map.of());
    }

    /** The body of an error for which there is nothing to say but its name. */
    static ErrorBody of(int status) {
        return of(status, status == 500 ? "Internal server error" : reason(status));
    }

    /** For the places below Jackson, where the details are not known. */
    String json() {
        return new JsonObject()
                .put("statusCode", statusCode)
                .put("message", message)
                .put("error", error)
                .encode();
    }

    /** The name of a status, as clients of the public API know it. */
    static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Payload Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Entity";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> status < 500 ? "Bad Request" : "Internal Server Error";
        };
    }
}
