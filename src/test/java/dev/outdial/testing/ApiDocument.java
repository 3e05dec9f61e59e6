package dev.outdial.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The served description of the API, with its references followed. */
public record ApiDocument(JsonNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As it is served now. */
    public static ApiDocument served() {
        return new ApiDocument(read(given().get("/q/openapi?format=json").asString()));
    }

    public List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return all;
    }

    public Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What stands where a reference points; anything else is itself. */
    public JsonNode follow(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : root.at(ref.substring(1));
    }

    /** The schema of an operation's request body, where it takes JSON. */
    public Optional<JsonNode> body(Operation operation) {
        return Optional.of(schema(operation.json().path("requestBody"))).filter(schema -> !schema.isMissingNode());
    }

    /** An example of the body, to be changed at will. */
    public ObjectNode example(Operation operation) {
        return body(operation).orElseThrow().path("examples").path(0).deepCopy();
    }

    /** The schema of what an operation answers with this status. */
    public JsonNode answer(Operation operation, String status) {
        return schema(follow(operation.json().path("responses").path(status)));
    }

    private JsonNode schema(JsonNode holder) {
        JsonNode content = holder.path("content");
        String type = content.has("text/event-stream") ? "text/event-stream" : "application/json";
        return follow(content.path(type).path("schema"));
    }

    /** Where an answer of 200 is not what an operation says. */
    public List<String> differences(Operation operation, String answer) {
        return differences(operation.id(), read(answer), answer(operation, "200"));
    }

    /** Where a value is not what a schema says, each place with what is wrong there. */
    public List<String> differences(String place, JsonNode value, JsonNode schema) {
        JsonNode wanted = follow(schema);
        if (wanted.has("anyOf")) {
            return elements(wanted.path("anyOf"))
                    .map(choice -> differences(place, value, choice))
                    .min((a, b) -> Integer.compare(a.size(), b.size()))
                    .orElseThrow();
        }
        if (wanted.has("type") && types(wanted).noneMatch(type -> isOfType(value, type))) {
            return List.of(place + " is " + value + ", not " + wanted.path("type"));
        }
        if (wanted.has("enum") && elements(wanted.path("enum")).noneMatch(value::equals)) {
            return List.of(place + " is " + value + ", none of " + wanted.path("enum"));
        }
        List<String> found = new ArrayList<>();
        if (wanted.has("properties") && value.isObject()) {
            for (var field : value.properties()) {
                String inside = place + "." + field.getKey();
                JsonNode property = wanted.path("properties").path(field.getKey());
                if (property.isMissingNode()) {
                    found.add(inside + " is not described");
                } else {
                    found.addAll(differences(inside, field.getValue(), property));
                }
            }
        }
        if (value.isArray()) {
            value.forEach(element -> found.addAll(differences(place + "[]", element, wanted.path("items"))));
        }
        return found;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static Stream<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? elements(type).map(JsonNode::asText) : Stream.of(type.asText());
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new AssertionError(type);
        };
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** What can be asked for under one path with one method. */
    public record Operation(String method, String path, JsonNode json) {

        public String id() {
            return json.path("operationId").asText();
        }

        /** As routes are told apart: {@code GET /v1/agents}. */
        public String route() {
            return method + " " + path;
        }

        @Override
        public String toString() {
            return route();
        }
    }
}
