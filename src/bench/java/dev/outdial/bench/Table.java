package dev.outdial.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown. */
final class Table {

    private final List<String> lines = new ArrayList<>();

    Table(String... columns) {
        row((Object[]) columns);
        // What is counted stands to the right, names to the left.
        lines.add("|---|" + "---:|".repeat(columns.length - 1));
    }

    void row(Object... cells) {
        lines.add(List.of(cells).stream().map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }

    /** A whole number with its thousands apart. */
    static String whole(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    static String precise(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }
}
