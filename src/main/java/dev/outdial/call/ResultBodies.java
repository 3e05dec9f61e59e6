package dev.outdial.call;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link CallResultResource} takes, for the description of the API alone. */
final class ResultBodies {

    private ResultBodies() {}

    /** What an agent has learned. */
    @Schema(
            name = "NewCallResult",
            description = "A field that is left out stays as it was; null takes it away.",
            examples = """
                    {"transcript": [{"role": "agent", "message": "Hello"}, {"role": "user", "message": "Please stop calling"}], \
                    "summary": "Wants no further calls.", "sentiment": "negative", "extracted": {"interested": false}, \
                    "recording_url": "https://recordings.example.com/1.mp3", "disposition": "not interested", "opt_out": true, \
                    "ended_by": "user"}""")
    record Result(
            @Schema(description = "A text, or its turns: an array of objects in whatever form. At most a megabyte.")
            @Nullable
            Object transcript,

            @Schema(maxLength = ResultInput.SUMMARY_MAX) @Nullable
            String summary,

            @Schema(
                    description = "A word of yours, by which the log can be filtered.",
                    maxLength = ResultInput.WORD_MAX)
            @Nullable
            String sentiment,

            @Schema(description = "At most 64 KB of JSON. Also accepted as extracted_data.") @Nullable
            Map<String, Object> extracted,

            @Schema(maxLength = ResultInput.URL_MAX) @Nullable
            String recordingUrl,

            @Schema(maxLength = ResultInput.WORD_MAX) @Nullable
            String disposition,

            @Schema(
                    description = "True puts the number on the do-not-call list; nothing here takes it off again.",
                    defaultValue = "false")
            @Nullable
            Boolean optOut,

            @Schema(maxLength = ResultInput.WORD_MAX) @Nullable
            String endedBy) {}
}
