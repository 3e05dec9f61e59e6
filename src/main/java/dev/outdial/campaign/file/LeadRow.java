package dev.outdial.campaign.file;

import dev.outdial.phone.PhoneNumbers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a row of a lead file came to. */
public sealed interface LeadRow {

    /** Line in the file, the header's being 1, or the spreadsheet's own row number. */
    int row();

    /**
     * A lead to be called.
     *
     * @param phoneNumber E.164
     * @param name null when the file has none for this lead
     * @param variables by column, in the file's order; empty cells are empty texts
     */
    record Lead(int row, String phoneNumber, @Nullable String name, Map<String, String> variables) implements LeadRow {

        /** Leaves out the name and the variables: both are personal data. */
        @Override
        public String toString() {
            return "Lead[row " + row + ", " + PhoneNumbers.mask(phoneNumber) + "]";
        }
    }

    /** A row that is left out and does no harm: it has no number, or a number that came before. */
    record Skipped(int row, FileError error) implements LeadRow {}

    /** A row that cannot be called. In strict mode it refuses the file. */
    record Wrong(int row, FileError error) implements LeadRow {}
}
