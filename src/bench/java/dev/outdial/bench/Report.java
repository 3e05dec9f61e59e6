package dev.outdial.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was found: text for readers, printed at the end, and every single reading as JSON. */
final class Report {

    private final JsonObject raw = new JsonObject();
    private final List<String> text = new ArrayList<>();

    void method(JsonObject machine, String words) {
        raw.put("machine", machine);
        text.add(words);
    }

    /** One run of something. */
    void add(String cell, String contestant, JsonObject run) {
        if (!raw.containsKey(cell)) {
            raw.put(cell, new JsonArray());
        }
        raw.getJsonArray(cell)
                .add(new JsonObject().put("contestant", contestant).mergeIn(run));
        System.err.printf("  %-40s %s%n", contestant, run.encode());
    }

    void section(String title, Object table, String... notes) {
        text.add("### " + title + "\n\n" + table + (notes.length == 0 ? "" : "\n" + String.join("\n", notes) + "\n"));
    }

    /** Prints the text and writes both; answers where. */
    Path write(Path directory) throws IOException {
        String name =
                "results-" + raw.getJsonObject("machine").getString("date").replace(":", "");
        String words = String.join("\n", text);
        System.out.println(words);
        Files.writeString(directory.resolve(name + ".md"), words);
        return Files.writeString(directory.resolve(name + ".json"), raw.encodePrettily());
    }
}
