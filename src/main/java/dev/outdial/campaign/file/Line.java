package dev.outdial.campaign.file;

import java.util.List;

/**
 * A row of a table as plain, clean text.
 *
 * @param number where it starts in the file, from 1
 * @param cells from the first column on; not more than {@value Table#MAX_COLUMNS} of them
 */
record Line(int number, List<String> cells) {

    boolean isBlank() {
        return cells.stream().allMatch(String::isEmpty);
    }

    /** The cell's text; empty beyond the last. */
    String cell(int column) {
        return column < cells.size() ? cells.get(column) : "";
    }
}
