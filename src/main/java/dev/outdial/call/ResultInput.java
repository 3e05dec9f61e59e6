package dev.outdial.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of its call. A field that is left out stays as it was, null takes it away, so that what becomes known
 * later can be sent later.
 *
 * @param body what is said, but for the transcript
 * @param cleared what is taken away
 */
record ResultInput(ObjectNode body, @Nullable JsonNode transcript, List<String> cleared, boolean optOut) {

    static final int TURNS_MAX = 5_000;
    static final int SUMMARY_MAX = 10_000;
    static final int WORD_MAX = 100;
    static final int URL_MAX = 2_000;
    static final int TRANSCRIPT_BYTES_MAX = 1024 * 1024;
    static final int EXTRACTED_BYTES_MAX = 64 * 1024;

    static ResultInput read(Input in) {
        Reading reading = new Reading();
        Field<JsonNode> transcript = in.textOrObjects(TURNS_MAX, "transcript")
                .must(
                        said -> size(said) <= TRANSCRIPT_BYTES_MAX,
                        "be at most " + TRANSCRIPT_BYTES_MAX + " bytes of JSON");
        Field<String> summary = in.text("summary").max(SUMMARY_MAX);
        Field<String> sentiment = in.text("sentiment").max(WORD_MAX);
        Field<ObjectNode> extracted = in.json("extracted", "extracted_data")
                .must(
                        found -> size(found) <= EXTRACTED_BYTES_MAX,
                        "be at most " + EXTRACTED_BYTES_MAX + " bytes of JSON");
        Field<String> recording =
                in.text("recording_url").max(URL_MAX).must(ResultInput::isWebAddress, "be an http or https URL");
        Field<String> disposition = in.text("disposition").max(WORD_MAX);
        Field<Boolean> optOut = in.flag("opt_out");
        Field<String> endedBy = in.text("ended_by").max(WORD_MAX);
        in.verify();
        reading.add("summary", summary);
        reading.add("sentiment", sentiment);
        extracted.ifSent(given -> reading.put("extracted", given));
        reading.add("recording_url", recording);
        reading.add("disposition", disposition);
        reading.add("ended_by", endedBy);
        boolean saidNo = optOut.or(false);
        if (saidNo) {
            // Never taken back here: whoever said no is taken off the list by a person.
            reading.body.put("opt_out", true);
        }
        if (transcript.isCleared()) {
            reading.cleared.add("transcript");
        }
        return new ResultInput(reading.body, transcript.orNull(), reading.cleared, saidNo);
    }

    private static int size(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private record Reading(ObjectNode body, List<String> cleared) {

        Reading() {
            this(JsonNodeFactory.instance.objectNode(), new ArrayList<>());
        }

        void add(String name, Field<String> field) {
            field.ifSent(given -> put(name, given == null ? null : JsonNodeFactory.instance.textNode(given)));
        }

        void put(String name, @Nullable JsonNode given) {
            if (given == null) {
                cleared.add(name);
            } else {
                body.set(name, given);
            }
        }
    }
}
