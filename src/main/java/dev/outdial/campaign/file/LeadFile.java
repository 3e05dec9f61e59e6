package dev.outdial.campaign.file;

import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.phone.HomeCountry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A CSV, XLSX or XLS file of leads, read row by row in bounded memory; which of them it is, its content says. Blocks, so
 * not for an event loop; for one thread at a time.
 *
 * <p>Damage and formulas may only come to light in the middle of a file: then {@code next} throws
 * {@link LeadFileRefused}, and nothing of the file may be kept. So store rows in one transaction, or {@link #check} the
 * whole file before.
 */
public final class LeadFile implements Iterator<LeadRow>, Closeable {

    /** Longer names are refused. */
    public static final int MAX_NAME = 200;
    /** Longer values are refused. */
    public static final int MAX_VALUE = Table.MAX_CELL;
    /** Longer files are refused. */
    public static final int MAX_ROWS = Table.MAX_ROWS;

    private final Table table;
    private final LeadRows rows;
    private final FileReport report = new FileReport();
    private @Nullable LeadRow next;
    private int lines;
    private int lastLine = 1;

    /**
     * How to read a file.
     *
     * @param countryCode where numbers without a country are at home: {@code +91}, {@code 91} or {@code IN}
     * @param defaultCountryOf an E.164 number in whose country they are at home otherwise
     * @param skipDuplicates whether a number that came before in the file is left out
     */
    public record Rules(
            @Nullable String countryCode, @Nullable String defaultCountryOf, boolean skipDuplicates) {}

    private LeadFile(Table table, Rules rules, HomeCountry home) {
        this.table = table;
        rows = new LeadRows(header(), home, rules.skipDuplicates());
        next = read();
        if (next == null) {
            throw empty("the file has a header but no rows below it");
        }
    }

    /**
     * Opens a file and reads as far as its first row.
     *
     * @throws LeadFileRefused when it is no file of leads, or the rules name no country
     */
    public static LeadFile open(Path file, Rules rules) {
        HomeCountry home = HomeCountry.of(rules.countryCode(), rules.defaultCountryOf());
        if (home instanceof HomeCountry.Unsupported unsupported) {
            throw new LeadFileRefused(
                    FileError.file(Reason.UNSUPPORTED_COUNTRY, unsupported.message(), unsupported.suggestion()));
        }
        Table table = null;
        try {
            table = FileFormat.open(file);
            return new LeadFile(table, rules, home);
        } catch (IOException | RuntimeException e) {
            closeQuietly(table);
            throw refusal(e, 1);
        }
    }

    /**
     * Reads a file to its end and stores nothing.
     *
     * @throws LeadFileRefused as {@link #open} and {@link #next} do
     */
    public static FileReport check(Path file, Rules rules) {
        try (LeadFile leads = open(file, rules)) {
            leads.forEachRemaining(row -> {});
            return leads.report();
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public LeadRow next() {
        LeadRow row = next;
        if (row == null) {
            throw new NoSuchElementException();
        }
        report.count(row);
        next = read();
        return row;
    }

    /** What the file calls the column of the numbers. */
    public String numberColumn() {
        return rows.numberColumn();
    }

    /** What the rows given so far came to. */
    public FileReport report() {
        return report;
    }

    @Override
    public void close() {
        closeQuietly(table);
    }

    private Header header() {
        Line first = line();
        if (first == null) {
            throw empty("the file is empty");
        }
        return Header.of(first);
    }

    private @Nullable LeadRow read() {
        Line line = line();
        return line == null ? null : rows.read(line);
    }

    /** The next line with anything in it. */
    private @Nullable Line line() {
        try {
            Line line = table.next();
            while (line != null && line.isBlank()) {
                line = table.next();
            }
            lastLine = line == null ? lastLine : line.number();
            if (line != null && ++lines > MAX_ROWS) {
                throw LeadFileRefused.unreadable("the file has more than " + MAX_ROWS + " rows; split it");
            }
            return line;
        } catch (IOException | RuntimeException e) {
            throw refusal(e, lastLine);
        }
    }

    private static LeadFileRefused empty(String message) {
        return new LeadFileRefused(FileError.file(
                Reason.EMPTY_FILE, message, "The first line names the columns; each line below it is a lead."));
    }

    /** The libraries throw what they like at damaged files. What it was stays with the refusal as its cause. */
    private static LeadFileRefused refusal(Exception e, int line) {
        if (e instanceof LeadFileRefused refused) {
            return refused;
        }
        return new LeadFileRefused(
                FileError.file(
                        Reason.UNREADABLE_FILE,
                        "the file is damaged and cannot be read beyond row " + line,
                        "Open it, check that it is complete, and save it again as XLSX or CSV."),
                e);
    }

    private static void closeQuietly(@Nullable Table table) {
        try {
            if (table != null) {
                table.close();
            }
        } catch (IOException | RuntimeException e) {
            // Everything worth knowing has been read, or its damage reported; only a file handle is at stake.
        }
    }
}
