package dev.outdial.campaign.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The first sheet of an XLSX workbook that can be seen and holds something; other sheets are not looked at. */
final class XlsxTable implements Table {

    private final ZipParts parts;
    private final XlsxCells cells;
    private final Iterator<String> sheets;
    private @Nullable XmlPart sheet;
    private boolean found;
    private int row;

    private XlsxTable(ZipParts parts, XlsxBook book, XlsxCells cells) {
        this.parts = parts;
        this.cells = cells;
        sheets = book.sheets().iterator();
    }

    static XlsxTable open(Path file) throws IOException {
        ZipParts parts = ZipParts.open(file);
        try {
            XlsxBook book = XlsxBook.read(parts);
            String strings = book.sharedStrings();
            XlsxCells cells = new XlsxCells(
                    strings == null ? SharedStrings.none() : SharedStrings.read(parts, strings),
                    DateStyles.read(parts, book.styles()),
                    book.since1904());
            return new XlsxTable(parts, book, cells);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    @Override
    public @Nullable Line next() throws IOException {
        while (sheet != null || (!found && sheets.hasNext())) {
            if (sheet == null) {
                sheet = XmlPart.open(parts, sheets.next());
                row = 0;
            }
            Line line = line(sheet);
            if (line == null) {
                sheet.drain();
                sheet.close();
                sheet = null;
            } else if (!line.isBlank()) {
                found = true;
                return line;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        try (parts) {
            if (sheet != null) {
                sheet.close();
            }
        }
    }

    /** The sheet's next row; null when its data end. What comes behind them, notes and formats, is not parsed. */
    private @Nullable Line line(XmlPart xml) throws IOException {
        while (xml.next()) {
            if (xml.ends("sheetData")) {
                return null;
            }
            if (xml.starts("row")) {
                row = number(xml.attribute("r"), row);
                return cells.read(xml, row);
            }
        }
        return null;
    }

    private static int number(@Nullable String text, int before) throws IOException {
        int number = text == null ? before + 1 : XlsxCells.integer(text);
        if (number <= before || number > MAX_ROWS) {
            throw new IOException("Row " + number + " follows row " + before);
        }
        return number;
    }
}
