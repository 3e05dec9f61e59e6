package dev.outdial.campaign.file;

import java.util.ArrayList;
import java.util.List;

/** What the rows of a file came to. Counts them all; keeps the first {@value #MAX_ERRORS} errors in full. */
public final class FileReport {

    /** Nobody repairs a file error by error beyond that. */
    public static final int MAX_ERRORS = 100;

    private final List<FileError> errors = new ArrayList<>();
    private int leads;
    private int withoutNumber;
    private int duplicates;
    private int wrong;

    FileReport() {}

    /** Rows that can be called. */
    public int leads() {
        return leads;
    }

    /** Rows left out because they have no number. */
    public int withoutNumber() {
        return withoutNumber;
    }

    /** Rows left out because their number came before. */
    public int duplicates() {
        return duplicates;
    }

    /** Rows that are wrong, whether their errors were kept or not. */
    public int errorCount() {
        return wrong;
    }

    /** The first errors of wrong rows, in the file's order. */
    public List<FileError> errors() {
        return List.copyOf(errors);
    }

    void count(LeadRow row) {
        switch (row) {
            case LeadRow.Lead _ -> leads++;
            case LeadRow.Skipped(int _, FileError error) -> {
                if (error.reason() == FileError.Reason.DUPLICATE) {
                    duplicates++;
                } else {
                    withoutNumber++;
                }
            }
            case LeadRow.Wrong(int _, FileError error) -> {
                wrong++;
                if (errors.size() < MAX_ERRORS) {
                    errors.add(error);
                }
            }
        }
    }
}
