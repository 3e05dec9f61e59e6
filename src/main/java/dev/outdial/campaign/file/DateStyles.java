package dev.outdial.campaign.file;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.poi.ss.usermodel.DateUtil;
import org.jspecify.annotations.Nullable;

/** Which of a workbook's cell styles show a number as a date. Nothing else tells the two apart. */
final class DateStyles {

    private static final int MAX_STYLES = 1 << 16;
    /** A spreadsheet allows no longer format. */
    private static final int MAX_FORMAT = 255;

    private final Map<Integer, String> formats = new HashMap<>();
    private final BitSet dates = new BitSet();
    private int styles;

    static DateStyles read(ZipParts parts, @Nullable String name) throws IOException {
        DateStyles styles = new DateStyles();
        if (name == null || !parts.has(name)) {
            return styles;
        }
        boolean inCellStyles = false;
        try (XmlPart xml = XmlPart.open(parts, name)) {
            while (xml.next()) {
                if (xml.starts("numFmt")) {
                    styles.format(number(xml.attribute("numFmtId")), xml.attribute("formatCode"));
                } else if (xml.starts("cellXfs")) {
                    inCellStyles = true;
                } else if (xml.ends("cellXfs")) {
                    inCellStyles = false;
                } else if (inCellStyles && xml.starts("xf")) {
                    styles.style(number(xml.attribute("numFmtId")));
                }
            }
        }
        return styles;
    }

    /** Adds a format of the workbook's own. Formats come before the styles that use them. */
    void format(int id, @Nullable String code) {
        if (code != null && code.length() <= MAX_FORMAT && formats.size() < MAX_STYLES) {
            formats.put(id, code);
        }
    }

    /** Adds the next style. */
    void style(int format) {
        if (styles < MAX_STYLES) {
            dates.set(styles++, DateUtil.isADateFormat(format, formats.get(format)));
        }
    }

    boolean isDate(int style) {
        return style >= 0 && dates.get(style);
    }

    private static int number(@Nullable String text) throws IOException {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("A style without a number", e);
        }
    }
}
