package dev.outdial.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a client sent, read field by field. A resource takes it as its body parameter, asks for every field
 * it knows with its rules, then takes the values; all failures are answered at once, each naming the field as the client
 * spelled it. Further names of a method are aliases: the first one sent counts. Unknown fields are ignored.
 */
@Schema(type = SchemaType.OBJECT)
public final class Input {

    private static final String UNSTORABLE = "must not contain the character U+0000 or half of a surrogate pair";

    private final Failures failures;
    private final String path;
    private final Field.Sent sent;
    private final ObjectNode object;
    private final Set<String> asked = new HashSet<>();

    private Input(Failures failures, String path, Field.Sent sent, ObjectNode object) {
        this.failures = failures;
        this.path = path;
        this.sent = sent;
        this.object = object;
    }

    /** Reads a request's body; anything but one JSON object is a 400. */
    public static Input parse(byte[] json) {
        return new Input(new Failures(), "", Field.Sent.GIVEN, Json.object(json));
    }

    /** The fields of a form; those in {@code json} are JSON, and what is none stays text, to be refused by its rule. */
    public static Input ofForm(Map<String, @Nullable String> fields, Set<String> json) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, text) -> {
            if (text != null) {
                JsonNode parsed = json.contains(name) ? Json.orNull(text) : null;
                object.set(name, parsed == null ? JsonNodeFactory.instance.textNode(text) : parsed);
            }
        });
        return new Input(new Failures(), "", Field.Sent.GIVEN, object);
    }

    /** A string. */
    public Text text(String... names) {
        Found found = find(names);
        String value = found.node != null && found.node.isTextual() ? found.node.textValue() : null;
        if (value != null && !Text.storable(value)) {
            failures.add(found.name + " " + UNSTORABLE);
            value = null;
        } else if (found.isWrong(value)) {
            failures.add(found.name + " must be a string");
        }
        return new Text(failures, found.name, isGiven(), found.sent, value);
    }

    /** A whole number between two bounds, both included. */
    public Field<Integer> integer(int min, int max, String... names) {
        return field(names, node -> Json.integer(node, min, max), "be an integer from " + min + " to " + max);
    }

    /** The same with decimals. */
    public Field<BigDecimal> decimal(BigDecimal min, BigDecimal max, String... names) {
        String rule = "be a number from " + min.toPlainString() + " to " + max.toPlainString();
        return field(names, node -> Json.decimal(node, min, max), rule);
    }

    /** {@code true} or {@code false}. */
    public Field<Boolean> flag(String... names) {
        return field(names, node -> node.isBoolean() ? node.booleanValue() : null, "be a boolean value");
    }

    /** An instant between the years 1970 and 9999, in microseconds. */
    public Field<Instant> instant(String... names) {
        return field(names, node -> node.isTextual() ? Moments.instant(node.textValue()) : null, Moments.INSTANT_RULE);
    }

    /** One of an enum's constants, spelled in lower case. */
    public <E extends Enum<E>> Field<E> choice(Class<E> type, String... names) {
        Choices<E> choices = Choices.of(type);
        return field(names, node -> node.isTextual() ? choices.find(node.textValue()) : null, choices.rule());
    }

    /** At least one of an enum's constants, as an array of their names in lower case. */
    public <E extends Enum<E>> Field<List<E>> choices(Class<E> type, String... names) {
        Choices<E> choices = Choices.of(type);
        return field(names, node -> Json.choices(node, choices), choices.eachRule());
    }

    /** An array of at most so many strings. */
    public Field<List<String>> texts(int max, String... names) {
        String rule = "be an array of at most " + max + " strings";
        return field(names, node -> Json.texts(node, max), rule);
    }

    /** At least one and at most so many whole numbers, each between two bounds, both included. */
    public Field<List<Integer>> integers(int most, int min, int max, String... names) {
        String rule = "be an array of 1 to " + most + " integers from " + min + " to " + max;
        return field(names, node -> Json.integers(node, most, min, max), rule);
    }

    /** Any JSON object that jsonb can keep, for settings that are stored and echoed. */
    public Field<ObjectNode> json(String... names) {
        String rule = "be an object without the character U+0000 or numbers beyond 1e300";
        return field(
                names,
                node -> node instanceof ObjectNode given && Json.storable(given) ? given.deepCopy() : null,
                rule);
    }

    /** A string or an array of at most so many JSON objects that jsonb can keep, to be stored and echoed. */
    public Field<JsonNode> textOrObjects(int max, String... names) {
        String rule = "be a string or an array of at most " + max + " objects";
        return field(names, node -> Json.textOrObjects(node, max), rule);
    }

    /**
     * A flat object of variables in the order they were sent. Strings, numbers and booleans stay what they are; a null
     * is the same as no such key.
     */
    public Field<Map<String, Object>> variables(int maxKeys, String... names) {
        String rule = "be an object of at most " + maxKeys + " strings, numbers or booleans";
        return field(names, node -> Json.variables(node, maxKeys), rule);
    }

    /** The object in a field. Where it was not sent, its fields are all absent and nothing in it is missing. */
    public Input object(String... names) {
        Found found = find(names);
        if (found.node instanceof ObjectNode child) {
            return new Input(failures, found.name + ".", Field.Sent.GIVEN, child);
        }
        if (found.sent == Field.Sent.GIVEN) {
            failures.add(found.name + " must be an object");
        }
        // Not given, whatever was there: the one failure is enough, its fields need not be missed as well.
        Field.Sent nothing = found.sent == Field.Sent.NULL ? Field.Sent.NULL : Field.Sent.ABSENT;
        return new Input(failures, found.name + ".", nothing, JsonNodeFactory.instance.objectNode());
    }

    /** An array of at most so many objects, which share their failures with this one. */
    public Field<List<Input>> objects(int max, String... names) {
        Found found = find(names);
        List<Input> inputs = null;
        if (found.node != null && found.node.isArray() && found.node.size() <= max) {
            inputs = elements(found.name, found.node);
        } else if (found.sent == Field.Sent.GIVEN) {
            failures.add(found.name + " must be an array of at most " + max + " objects");
        }
        return new Field<>(failures, found.name, isGiven(), found.sent, inputs);
    }

    /** Whether this object itself was sent. */
    public boolean isGiven() {
        return sent == Field.Sent.GIVEN;
    }

    /** Whether this object was sent as null. */
    public boolean isCleared() {
        return sent == Field.Sent.NULL;
    }

    /** The fields nobody asked for so far, for a resource that stores and echoes what it does not know. */
    public ObjectNode others() {
        ObjectNode others = object.deepCopy().without(asked);
        if (!Json.storable(others)) {
            failures.add("The request body must not contain the character U+0000 or numbers beyond 1e300");
        }
        failures.verify();
        return others;
    }

    /** This object by itself: its fields' failures are its own, and are named without the path to it. */
    public Input apart() {
        return new Input(new Failures(), "", sent, object);
    }

    /** What has failed so far, in the order in which it was asked for. */
    public List<String> failures() {
        return failures.messages();
    }

    /** Adds a failure that concerns more than one field. */
    public void fail(String message) {
        failures.add(message);
    }

    /** Ends the request with 400 when any field asked for so far has failed. Taking a value does the same. */
    public void verify() {
        failures.verify();
    }

    private List<Input> elements(String name, JsonNode array) {
        List<Input> inputs = new ArrayList<>();
        for (JsonNode child : array) {
            String place = name + "." + inputs.size();
            if (child instanceof ObjectNode given) {
                inputs.add(new Input(failures, place + ".", Field.Sent.GIVEN, given));
            } else {
                failures.add(place + " must be an object");
            }
        }
        return inputs;
    }

    private <T> Field<T> field(String[] names, Function<JsonNode, @Nullable T> read, String rule) {
        Found found = find(names);
        @Nullable T value = found.node == null ? null : read.apply(found.node);
        if (found.isWrong(value)) {
            failures.add(found.name + " must " + rule);
        }
        return new Field<>(failures, found.name, isGiven(), found.sent, value);
    }

    private Found find(String... names) {
        asked.addAll(Arrays.asList(names));
        for (String name : names) {
            JsonNode node = object.get(name);
            if (node != null) {
                boolean isNull = node.isNull();
                return new Found(path + name, isNull ? Field.Sent.NULL : Field.Sent.GIVEN, isNull ? null : node);
            }
        }
        return new Found(path + names[0], Field.Sent.ABSENT, null);
    }

    private record Found(
            String name, Field.Sent sent, @Nullable JsonNode node) {

        boolean isWrong(@Nullable Object value) {
            return sent == Field.Sent.GIVEN && value == null;
        }
    }
}
