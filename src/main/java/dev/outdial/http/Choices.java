package dev.outdial.http;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire's names of an enum: its constants in lower case. */
record Choices<E extends Enum<E>>(Map<String, E> byName) {

    static <E extends Enum<E>> Choices<E> of(Class<E> type) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : EnumSet.allOf(type)) {
            byName.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return new Choices<>(byName);
    }

    @Nullable
    E find(String name) {
        return byName.get(name);
    }

    String rule() {
        return "be one of the following values: " + String.join(", ", byName.keySet());
    }

    String eachRule() {
        return "be a non-empty array of the following values: " + String.join(", ", byName.keySet());
    }
}
