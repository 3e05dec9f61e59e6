package dev.outdial.campaign.file;

import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.phone.HomeCountry;
import dev.outdial.phone.NumberReading;
import dev.outdial.phone.PhoneNumbers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes leads of lines, one after the other. The first thing that is wrong with a row is what is told of it. */
final class LeadRows {

    private final Header header;
    private final HomeCountry home;
    /** Null when duplicates are kept. */
    private final @Nullable NumberSet before;

    LeadRows(Header header, HomeCountry home, boolean skipDuplicates) {
        this.header = header;
        this.home = home;
        before = skipDuplicates ? new NumberSet() : null;
    }

    String numberColumn() {
        return header.label(header.phone());
    }

    LeadRow read(Line line) {
        String raw = line.cell(header.phone());
        NumberReading reading = PhoneNumbers.normalize(raw, home);
        if (reading instanceof NumberReading.Invalid invalid
                && invalid.reason() == NumberReading.Reason.MISSING_PHONE_NUMBER) {
            return new LeadRow.Skipped(line.number(), error(line, header.phone(), invalid));
        }
        FileError misplaced = misplaced(line);
        if (misplaced != null) {
            return new LeadRow.Wrong(line.number(), misplaced);
        }
        return switch (reading) {
            case NumberReading.Valid(String e164) -> lead(line, e164);
            case NumberReading.Invalid invalid ->
                new LeadRow.Wrong(line.number(), error(line, header.phone(), invalid));
        };
    }

    private LeadRow lead(Line line, String e164) {
        if (before != null && !before.add(e164)) {
            return new LeadRow.Skipped(
                    line.number(),
                    FileError.at(
                            line.number(),
                            header.label(header.phone()),
                            line.cell(header.phone()),
                            Reason.DUPLICATE,
                            "the phone number came before in this file"));
        }
        Map<String, String> variables =
                LinkedHashMap.newLinkedHashMap(header.names().size());
        for (int column = 0; column < header.names().size(); column++) {
            if (header.isNamed(column) && column != header.phone() && column != header.name()) {
                variables.put(header.names().get(column), line.cell(column));
            }
        }
        String name = header.name() < 0 ? "" : line.cell(header.name());
        return new LeadRow.Lead(
                line.number(), e164, name.isEmpty() ? null : name, Collections.unmodifiableMap(variables));
    }

    /** What stands where nothing may stand, or is longer than it may be; null when all is well. */
    private @Nullable FileError misplaced(Line line) {
        for (int column = 0; column < line.cells().size(); column++) {
            String value = line.cell(column);
            int longest = column == header.name() ? LeadFile.MAX_NAME : LeadFile.MAX_VALUE;
            if (value.length() > longest) {
                return at(line, column, Reason.VALUE_TOO_LONG, "the value has more than " + longest + " characters");
            }
            if (!value.isEmpty() && column >= header.names().size()) {
                return at(line, column, Reason.TOO_MANY_COLUMNS, "the row has more cells than the header")
                        .suggesting("Put values that contain the separator in double quotes.");
            }
            if (!value.isEmpty() && !header.isNamed(column)) {
                return at(line, column, Reason.MISSING_COLUMN, "the value stands in a column without a name")
                        .suggesting("Name the column in the header, or empty it.");
            }
        }
        return null;
    }

    private FileError at(Line line, int column, Reason reason, String message) {
        return FileError.at(line.number(), header.label(column), line.cell(column), reason, message);
    }

    private FileError error(Line line, int column, NumberReading.Invalid invalid) {
        return at(line, column, Reason.of(invalid.reason()), invalid.message()).suggesting(invalid.suggestion());
    }
}
