package dev.outdial.campaign.file;

import dev.outdial.campaign.file.FileError.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the columns of a file mean.
 *
 * @param names as the file spells them, by column; empty for a column without one
 * @param phone column of the numbers
 * @param name column of the names; -1 when there is none
 */
record Header(List<String> names, int phone, int name) {

    static final int MAX_VARIABLES = 15;
    static final int MAX_NAME = 64;

    /** Understands the first line of a file. */
    static Header of(Line line) {
        List<String> names = line.cells();
        int phone = phone(line);
        int name = only(line, List.of("name"));
        List<String> variables = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int column = 0; column < names.size(); column++) {
            String header = names.get(column);
            if (header.length() > MAX_NAME) {
                throw refused(
                        line, header, Reason.VALUE_TOO_LONG, "column names have at most " + MAX_NAME + " characters");
            }
            if (!header.isEmpty() && !seen.add(header)) {
                throw refused(line, header, Reason.DUPLICATE, "two columns are named " + header);
            }
            if (!header.isEmpty() && column != phone && column != name) {
                variables.add(header);
            }
        }
        if (variables.size() > MAX_VARIABLES) {
            List<String> surplus = variables.subList(MAX_VARIABLES, Math.min(variables.size(), MAX_VARIABLES + 10));
            throw refused(
                    line,
                    surplus.getFirst(),
                    Reason.TOO_MANY_COLUMNS,
                    "a file has at most " + MAX_VARIABLES + " columns besides phone_number and name, this one has "
                            + variables.size() + "; beyond: " + String.join(", ", surplus));
        }
        return new Header(names, phone, name);
    }

    /** What to call a column when speaking of it. */
    String label(int column) {
        return isNamed(column) ? names.get(column) : CellText.letters(column);
    }

    boolean isNamed(int column) {
        return column < names.size() && !names.get(column).isEmpty();
    }

    private static int phone(Line line) {
        // The proper name wins: beside it, a column named phone is a variable like any other.
        int exact = only(line, List.of("phone_number"));
        int column = exact >= 0 ? exact : only(line, List.of("phonenumber", "phone"));
        if (column < 0) {
            List<String> present = line.cells().stream()
                    .filter(name -> !name.isEmpty())
                    .limit(20)
                    .toList();
            throw new LeadFileRefused(new FileError(
                    line.number(),
                    "phone_number",
                    null,
                    Reason.MISSING_COLUMN,
                    "the file has no column phone_number",
                    "Name the column of the numbers phone_number in the first line. It has: "
                            + FileError.excerpt(String.join(", ", present))));
        }
        return column;
    }

    /** The one column with one of these names; -1 when there is none. */
    private static int only(Line line, List<String> wanted) {
        int found = -1;
        for (int column = 0; column < line.cells().size(); column++) {
            String header = line.cell(column);
            String folded = header.toLowerCase(Locale.ROOT);
            boolean same = wanted.contains(folded)
                    || wanted.contains(folded.replaceAll("[ _-]+", ""))
                    || wanted.contains(folded.replaceAll("[ -]+", "_"));
            if (same && found >= 0) {
                throw refused(
                        line,
                        header,
                        Reason.DUPLICATE,
                        "two columns, " + line.cell(found) + " and " + header + ", have the same meaning");
            }
            found = same ? column : found;
        }
        return found;
    }

    private static LeadFileRefused refused(Line line, String column, Reason reason, String message) {
        return new LeadFileRefused(
                FileError.at(line.number(), FileError.excerpt(column), null, reason, FileError.excerpt(message, 500)));
    }
}
