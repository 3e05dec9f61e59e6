package dev.outdial.campaign.file;

import java.util.ArrayList;
import java.util.List;

/** Puts a row together from cells that come from left to right, empty ones left out or not. */
final class LineBuilder {

    private final List<String> cells = new ArrayList<>();

    /** Keeps what the cell says. Whatever stands beyond the last column counts as standing just behind it. */
    void put(int column, String text) {
        String clean = CellText.clean(text);
        if (clean.isEmpty()) {
            return;
        }
        int place = Math.min(column, Table.MAX_COLUMNS);
        while (cells.size() <= place) {
            cells.add("");
        }
        cells.set(place, clean);
    }

    Line build(int number) {
        return new Line(number, List.copyOf(cells));
    }
}
