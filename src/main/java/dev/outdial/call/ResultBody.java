package dev.outdial.call;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the voice agent has learned from a call, but for what was said; all of it null while it has sent nothing. */
record ResultBody(@Nullable JsonObject json) {

    static ResultBody of(CallEntry call) {
        return new ResultBody(call.result);
    }

    @Nullable
    String sentiment() {
        return text("sentiment");
    }

    @Nullable
    String summary() {
        return text("summary");
    }

    @Nullable
    String recordingUrl() {
        return text("recording_url");
    }

    /** What has no place of its own in the log. */
    @Nullable
    Map<String, Object> analysis() {
        if (json == null) {
            return null;
        }
        JsonObject analysis = json.copy();
        analysis.remove("sentiment");
        analysis.remove("recording_url");
        return analysis.getMap();
    }

    private @Nullable String text(String key) {
        return json == null ? null : json.getString(key);
    }
}
