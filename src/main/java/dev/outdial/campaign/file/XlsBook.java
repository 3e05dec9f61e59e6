package dev.outdial.campaign.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.hssf.record.BOFRecord;
import org.apache.poi.hssf.record.BoundSheetRecord;
import org.apache.poi.hssf.record.DateWindow1904Record;
import org.apache.poi.hssf.record.ExtendedFormatRecord;
import org.apache.poi.hssf.record.FormatRecord;
import org.apache.poi.hssf.record.Record;
import org.apache.poi.hssf.record.SSTRecord;
import org.jspecify.annotations.Nullable;

/** What an XLS file says of itself before its rows: sheets, texts, styles. */
final class XlsBook {

    private final List<BoundSheetRecord> sheets = new ArrayList<>();
    private final DateStyles styles = new DateStyles();
    private @Nullable SSTRecord texts;
    private boolean since1904;
    private int sheetsBegun;

    /** Takes in what matters later; lets everything else go. */
    void take(Record record) {
        switch (record) {
            case BoundSheetRecord sheet -> sheets.add(sheet);
            case SSTRecord shared -> texts = shared;
            case FormatRecord format -> styles.format(format.getIndexCode(), format.getFormatString());
            case ExtendedFormatRecord style -> styles.style(style.getFormatIndex());
            case DateWindow1904Record window -> since1904 = window.getWindowing() == 1;
            default -> {}
        }
    }

    /** Whether what begins here is a sheet with rows that the user sees. */
    boolean isVisible(BOFRecord start) {
        if (start.getType() == BOFRecord.TYPE_WORKBOOK) {
            return false;
        }
        BoundSheetRecord[] inOrder = BoundSheetRecord.orderByBofPosition(sheets);
        BoundSheetRecord sheet = sheetsBegun < inOrder.length ? inOrder[sheetsBegun] : null;
        sheetsBegun++;
        boolean hidden = sheet != null && (sheet.isHidden() || sheet.isVeryHidden());
        return start.getType() == BOFRecord.TYPE_WORKSHEET && !hidden;
    }

    String text(int index) throws IOException {
        if (texts == null || index < 0 || index >= texts.getNumUniqueStrings()) {
            throw new IOException("A cell refers to a text that is not there");
        }
        return texts.getString(index).getString();
    }

    String number(double value, short style) throws IOException {
        if (!Double.isFinite(value)) {
            throw new IOException("A number without end");
        }
        String date = styles.isDate(style) ? CellText.date(value, since1904) : null;
        return date == null ? CellText.number(value) : date;
    }
}
