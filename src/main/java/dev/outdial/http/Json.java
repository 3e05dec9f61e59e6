package dev.outdial.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON that strangers wrote: bounded in depth, exact in numbers, and only what the database can keep. */
final class Json {

    private static final int DEPTH_MAX = 64;
    private static final int DIGITS_MAX = 100;
    private static final int EXPONENT_MAX = 300;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** The object in these bytes; anything else is a 400. */
    static ObjectNode object(byte[] bytes) {
        if (tree(bytes) instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("The request body must be a JSON object");
    }

    /** What this text says, or null when it is no JSON, or none that is read. */
    static @Nullable JsonNode orNull(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw ApiException.badRequest("The request body is nested too deeply or holds too long a value");
        } catch (IOException | NumberFormatException e) {
            // The latter for an exponent that no BigDecimal has: Jackson does not turn it into one of its own.
            throw ApiException.badRequest("The request body is not valid JSON");
        }
    }

    /** A whole number between these bounds, also when spelled {@code 5.0}; null for anything else. */
    static @Nullable Integer integer(JsonNode node, int min, int max) {
        BigDecimal number = decimal(node, BigDecimal.valueOf(min), BigDecimal.valueOf(max));
        if (number == null) {
            return null;
        }
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** A number between these bounds. Compared before it is converted: 1e999999999 would not fit into memory. */
    static @Nullable BigDecimal decimal(JsonNode node, BigDecimal min, BigDecimal max) {
        if (!node.isNumber()) {
            return null;
        }
        BigDecimal number = node.decimalValue();
        boolean within = number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
        return within && keepable(number) ? number : null;
    }

    /** Whole numbers between these bounds, or null when there are others, none or too many. */
    static @Nullable List<Integer> integers(JsonNode node, int most, int min, int max) {
        if (!node.isArray() || node.isEmpty() || node.size() > most) {
            return null;
        }
        List<Integer> integers = new ArrayList<>();
        for (JsonNode element : node) {
            Integer integer = integer(element, min, max);
            if (integer == null) {
                return null;
            }
            integers.add(integer);
        }
        return List.copyOf(integers);
    }

    /** Strings that the database can keep, or null when there are others or too many. */
    static @Nullable List<String> texts(JsonNode node, int max) {
        if (!node.isArray() || node.size() > max) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isTextual() || !storable(element)) {
                return null;
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    /** A string, or at most so many objects, as the database can keep them; null for anything else. */
    static @Nullable JsonNode textOrObjects(JsonNode node, int max) {
        boolean objects =
                node.isArray() && node.size() <= max && node.valueStream().allMatch(JsonNode::isObject);
        return (node.isTextual() || objects) && storable(node) ? node : null;
    }

    /** The constants that are named, or null when there are other names, or none. */
    static <E extends Enum<E>> @Nullable List<E> choices(JsonNode node, Choices<E> choices) {
        if (!node.isArray() || node.isEmpty()) {
            return null;
        }
        Set<E> found = new LinkedHashSet<>();
        for (JsonNode element : node) {
            E constant = element.isTextual() ? choices.find(element.textValue()) : null;
            if (constant == null) {
                return null;
            }
            found.add(constant);
        }
        return List.copyOf(found);
    }

    /** Variables that the database can keep, in their order, or null when there are others or too many. */
    static @Nullable Map<String, Object> variables(JsonNode node, int maxKeys) {
        if (!node.isObject() || !storable(node)) {
            return null;
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual()) {
                variables.put(field.getKey(), value.textValue());
            } else if (value.isBoolean()) {
                variables.put(field.getKey(), value.booleanValue());
            } else if (value.isNumber()) {
                variables.put(field.getKey(), value.numberValue());
            } else if (!value.isNull()) {
                return null;
            }
        }
        return variables.size() > maxKeys ? null : Collections.unmodifiableMap(variables);
    }

    /** Whether jsonb can keep the whole of it. */
    static boolean storable(JsonNode node) {
        if (node.isTextual()) {
            return Text.storable(node.textValue());
        }
        if (node.isNumber()) {
            return keepable(node.decimalValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!Text.storable(field.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!storable(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean keepable(BigDecimal number) {
        return number.precision() <= DIGITS_MAX
                && Math.abs((long) number.precision() - number.scale()) <= EXPONENT_MAX
                && Math.abs((long) number.scale()) <= EXPONENT_MAX + DIGITS_MAX;
    }
}
