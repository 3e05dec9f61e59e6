package dev.outdial.campaign.file;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hssf.record.BOFRecord;
import org.apache.poi.hssf.record.BoolErrRecord;
import org.apache.poi.hssf.record.CellValueRecordInterface;
import org.apache.poi.hssf.record.EOFRecord;
import org.apache.poi.hssf.record.FormulaRecord;
import org.apache.poi.hssf.record.LabelRecord;
import org.apache.poi.hssf.record.LabelSSTRecord;
import org.apache.poi.hssf.record.NumberRecord;
import org.apache.poi.hssf.record.RKRecord;
import org.apache.poi.hssf.record.Record;
import org.apache.poi.hssf.record.RecordFactoryInputStream;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet of an XLS workbook that can be seen and holds something, read record by record: the workbook as a
 * tree of objects would be fifty times the file.
 */
final class XlsTable implements Table {

    private final POIFSFileSystem container;
    private final RecordFactoryInputStream records;
    private final XlsBook book = new XlsBook();
    private @Nullable LineBuilder cells;
    private int row;
    private int depth;
    private boolean visible;
    private boolean found;

    private XlsTable(POIFSFileSystem container, RecordFactoryInputStream records) {
        this.container = container;
        this.records = records;
    }

    static XlsTable open(Path file) throws IOException {
        POIFSFileSystem container = new POIFSFileSystem(file.toFile(), true);
        try {
            DirectoryNode root = container.getRoot();
            if (root.hasEntryCaseInsensitive("EncryptedPackage")) {
                throw encrypted(null);
            }
            if (!root.hasEntryCaseInsensitive("Workbook")) {
                throw LeadFileRefused.unreadable(
                        root.hasEntryCaseInsensitive("Book")
                                ? "the workbook was saved by Excel 95 or older; save it as XLSX or CSV"
                                : "the file is an Office document but not an Excel workbook");
            }
            return new XlsTable(
                    container, new RecordFactoryInputStream(root.createDocumentInputStream("Workbook"), false));
        } catch (EncryptedDocumentException e) {
            container.close();
            throw encrypted(e);
        } catch (IOException | RuntimeException e) {
            container.close();
            throw e;
        }
    }

    @Override
    public @Nullable Line next() throws IOException {
        while (!(found && depth == 0)) {
            Record next = records.nextRecord();
            if (next == null) {
                return finished();
            }
            Line line = take(next);
            if (line != null) {
                found = true;
                return line;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        container.close();
    }

    /** Takes a record in; gives the row that it ends. */
    private @Nullable Line take(Record record) throws IOException {
        switch (record) {
            case BOFRecord start -> {
                visible = depth == 0 ? book.isVisible(start) : visible;
                depth++;
            }
            case EOFRecord _ -> {
                depth--;
                return depth == 0 ? finished() : null;
            }
            // A chart lies inside of its sheet and has cells of its own.
            case CellValueRecordInterface cell
            when depth == 1 && visible -> {
                return put(cell);
            }
            default -> book.take(record);
        }
        return null;
    }

    private @Nullable Line put(CellValueRecordInterface cell) throws IOException {
        int at = cell.getRow() + 1;
        String value = value(cell, at);
        if (CellText.clean(value).isEmpty()) {
            return null;
        }
        Line line = at == row ? null : finished();
        if (at < row) {
            throw new IOException("Row " + at + " follows row " + row);
        }
        if (cells == null) {
            cells = new LineBuilder();
        }
        row = at;
        cells.put(cell.getColumn() & 0xffff, value);
        return line;
    }

    private String value(CellValueRecordInterface cell, int at) throws IOException {
        String letters = CellText.letters(cell.getColumn() & 0xffff);
        return switch (cell) {
            case LabelSSTRecord text -> book.text(text.getSSTIndex());
            case LabelRecord text -> text.getValue();
            case NumberRecord number -> book.number(number.getValue(), number.getXFIndex());
            case RKRecord number -> book.number(number.getRKNumber(), number.getXFIndex());
            case BoolErrRecord truth when truth.isBoolean() -> String.valueOf(truth.getBooleanValue());
            case BoolErrRecord _ ->
                throw LeadFileRefused.unreadable(at, letters, "cell " + letters + at + " holds an error");
            case FormulaRecord _ ->
                throw LeadFileRefused.unreadable(
                        at, letters, "cell " + letters + at + " holds a formula; paste its value instead");
            default -> "";
        };
    }

    private @Nullable Line finished() {
        Line line = cells == null ? null : cells.build(row);
        cells = null;
        if (line == null && !found) {
            row = 0;
        }
        return line;
    }

    private static LeadFileRefused encrypted(@Nullable EncryptedDocumentException cause) {
        return new LeadFileRefused(
                FileError.file(
                        FileError.Reason.UNREADABLE_FILE,
                        "the workbook is protected with a password",
                        "Save a copy without the password."),
                cause);
    }
}
