package dev.outdial.campaign.file;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of separated values. */
final class CsvTable implements Table {

    private static final String SEPARATORS = ",;\t|";
    /** So much is read to find the end of the header; a longer one is refused later anyhow. */
    private static final int MAX_HEADER = 65_536;

    private static final int MAX_FIELD = 65_536;
    private static final int MAX_RECORD = 1 << 20;

    private final CloseableIterator<CsvRecord> records;
    private long line = 1;

    private CsvTable(CloseableIterator<CsvRecord> records) {
        this.records = records;
    }

    static CsvTable open(Path file) throws IOException {
        TextFile text = TextFile.detect(file);
        char separator = separator(text);
        CsvRecordHandler handler =
                CsvRecordHandler.of(limits -> limits.maxFieldSize(MAX_FIELD).maxRecordSize(MAX_RECORD));
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .trimWhitespacesAroundQuotes(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(handler, text.reader());
        return new CsvTable(reader.iterator());
    }

    @Override
    public @Nullable Line next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            LineBuilder cells = new LineBuilder();
            for (int column = 0; column < record.getFieldCount(); column++) {
                cells.put(column, record.getField(column));
            }
            return cells.build(Math.toIntExact(line));
        } catch (CsvParseException e) {
            throw new LeadFileRefused(
                    FileError.at(
                                    Math.toIntExact(line),
                                    null,
                                    null,
                                    FileError.Reason.UNREADABLE_FILE,
                                    "the file cannot be read beyond line " + line)
                            .suggesting(
                                    "Look for a quote that is opened and not closed, or text behind a closing quote."),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** The separator that the header has most of, outside of quotes; the comma when it has none. */
    private static char separator(TextFile text) throws IOException {
        int[] counts = new int[SEPARATORS.length()];
        try (Reader reader = text.reader()) {
            boolean quoted = false;
            boolean blank = true;
            int c = reader.read();
            for (int read = 0; c >= 0 && read < MAX_HEADER; read++) {
                quoted ^= c == '"';
                if ((c == '\n' || c == '\r') && !quoted && !blank) {
                    break;
                }
                blank &= Character.isWhitespace(c) && c != '\t';
                int kind = quoted ? -1 : SEPARATORS.indexOf(c);
                if (kind >= 0) {
                    counts[kind]++;
                }
                c = reader.read();
            }
        }
        int best = 0;
        for (int kind = 1; kind < counts.length; kind++) {
            best = counts[kind] > counts[best] ? kind : best;
        }
        return SEPARATORS.charAt(best);
    }
}
