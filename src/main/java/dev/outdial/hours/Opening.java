package dev.outdial.hours;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a day in which people may be called.
 *
 * @param start minutes after midnight, included
 * @param end minutes after midnight, not included; 1440 is the next midnight
 */
record Opening(int start, int end) {

    static final int DAY = 24 * 60;

    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00)");

    /** Reads {@code {"start": "09:00", "end": "17:30"}}; null where it is not that. */
    static @Nullable Opening of(JsonNode json) {
        int start = minutes(json.path("start"));
        int end = minutes(json.path("end"));
        return start >= 0 && start < end ? new Opening(start, end) : null;
    }

    JsonObject json() {
        return new JsonObject().put("start", text(start)).put("end", text(end));
    }

    private static int minutes(JsonNode time) {
        Matcher matcher = TIME.matcher(time.isTextual() ? time.textValue() : "");
        if (!matcher.matches()) {
            return -1;
        }
        return matcher.group(3) != null
                ? DAY
                : Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2));
    }

    private static String text(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }
}
