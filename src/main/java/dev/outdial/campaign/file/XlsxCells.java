package dev.outdial.campaign.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a row's cells: each says in its attributes where it is and how its value is to be understood. */
final class XlsxCells {

    private static final int COLUMNS_OF_A_SPREADSHEET = 16_384;

    private final SharedStrings strings;
    private final DateStyles styles;
    private final boolean since1904;
    private final StringBuilder text = new StringBuilder();

    XlsxCells(SharedStrings strings, DateStyles styles, boolean since1904) {
        this.strings = strings;
        this.styles = styles;
        this.since1904 = since1904;
    }

    /** Reads to the end of the row that has just started. */
    Line read(XmlPart xml, int row) throws IOException {
        LineBuilder line = new LineBuilder();
        int column = -1;
        while (xml.next() && !xml.ends("row")) {
            if (xml.starts("c")) {
                column = column(xml.attribute("r"), column);
                line.put(column, cell(xml, row, column));
            }
        }
        return line.build(row);
    }

    private String cell(XmlPart xml, int row, int column) throws IOException {
        String type = xml.attribute("t");
        String style = xml.attribute("s");
        text.setLength(0);
        boolean inText = false;
        boolean inPhonetic = false;
        while (xml.next() && !xml.ends("c")) {
            if (xml.starts("f")) {
                throw LeadFileRefused.unreadable(
                        row,
                        CellText.letters(column),
                        "cell " + CellText.letters(column) + row + " holds a formula; paste its value instead");
            }
            if (xml.starts()) {
                inText = xml.element().equals("v") || xml.element().equals("t");
                inPhonetic |= xml.element().equals("rPh");
            } else if (xml.ends("rPh")) {
                inPhonetic = false;
            } else if (xml.ends("v") || xml.ends("t")) {
                inText = false;
            } else if (inText && !inPhonetic) {
                xml.appendTo(text);
            }
        }
        return value(type == null ? "n" : type, style, row, column);
    }

    private String value(String type, @Nullable String style, int row, int column) throws IOException {
        String value = text.toString();
        return switch (type) {
            case "s" -> value.isEmpty() ? "" : strings.get(integer(value.strip()));
            case "inlineStr", "str", "d" -> value;
            case "b" ->
                value.isEmpty()
                        ? ""
                        : String.valueOf(
                                value.strip().equals("1") || value.strip().equals("true"));
            case "e" ->
                throw LeadFileRefused.unreadable(
                        row, CellText.letters(column), "cell " + CellText.letters(column) + row + " holds an error");
            case "n" -> value.isBlank() ? "" : number(value.strip(), style == null ? 0 : integer(style));
            default -> throw new IOException("A cell of an unknown type");
        };
    }

    private String number(String value, int style) throws IOException {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IOException("A number that is none", e);
        }
        if (!Double.isFinite(number)) {
            throw new IOException("A number without end");
        }
        String date = styles.isDate(style) ? CellText.date(number, since1904) : null;
        return date == null ? CellText.number(number) : date;
    }

    /** The column of a cell that says it is at {@code AB12}; the one after the last when it does not say. */
    private static int column(@Nullable String address, int before) throws IOException {
        if (address == null) {
            return before + 1;
        }
        int column = 0;
        int i = 0;
        while (i < address.length() && Character.isLetter(address.charAt(i))) {
            column = column * 26 + Character.toUpperCase(address.charAt(i++)) - 'A' + 1;
            if (column < 1 || column > COLUMNS_OF_A_SPREADSHEET) {
                throw new IOException("A cell beyond the last column");
            }
        }
        if (column - 1 <= before) {
            throw new IOException("Cells are out of order");
        }
        return column - 1;
    }

    static int integer(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("A number that is none", e);
        }
    }
}
