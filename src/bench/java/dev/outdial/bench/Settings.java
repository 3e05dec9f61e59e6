package dev.outdial.bench;

import java.util.Map;
import java.util.TreeMap;

/** What a process of a measurement is told when it is started: {@code name=value} words, the same for every program. */
public record Settings(Map<String, String> values) {

    public Settings {
        values = Map.copyOf(values);
    }

    static Settings of(String[] words) {
        Map<String, String> values = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new Settings(values);
    }

    Settings with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, String.valueOf(value));
        return new Settings(more);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No \"" + name + "\" in " + values.keySet());
        }
        return value;
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public boolean flag(String name) {
        return "true".equals(values.get(name));
    }

    /** In the form {@link #of} reads. */
    String[] words() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new);
    }
}
