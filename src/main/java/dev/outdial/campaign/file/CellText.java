package dev.outdial.campaign.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.apache.poi.ss.usermodel.DateUtil;
import org.jspecify.annotations.Nullable;

/** What a cell says, as text that may be stored and spoken. */
final class CellText {

    /** A spreadsheet keeps so many digits of a number; what a double holds beyond is noise. */
    private static final MathContext SPREADSHEET_DIGITS = new MathContext(15);

    private CellText() {}

    /**
     * Takes out what the database refuses (NUL, half a surrogate pair) and what nobody typed (control characters,
     * spaces around), and one apostrophe in front: a spreadsheet's sign that what follows is text.
     */
    static String clean(String text) {
        String clean = isPlain(text) ? text : repaired(text);
        clean = strip(clean);
        return clean.startsWith("'") ? strip(clean.substring(1)) : clean;
    }

    /** A number without exponent and without {@code .0}, so that a phone number in a number's cell keeps its digits. */
    static String number(double value) {
        BigDecimal shown = new BigDecimal(value).round(SPREADSHEET_DIGITS);
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }

    /**
     * A spreadsheet's date in ISO 8601, without the part it does not have; null when it is beyond the calendar.
     *
     * @param value days since the spreadsheet's epoch
     * @param since1904 whether that epoch is 1904
     */
    static @Nullable String date(double value, boolean since1904) {
        if (!DateUtil.isValidExcelDate(value)) {
            return null;
        }
        LocalDateTime date = DateUtil.getLocalDateTime(value, since1904, true);
        if (date == null) {
            return null;
        }
        if (value < 1) {
            return date.toLocalTime().toString();
        }
        return date.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? date.toLocalDate().toString()
                : date.toString();
    }

    /** The letters a spreadsheet shows above a column, counted from 0. */
    static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % 26));
        return column < 26 ? last : letters(column / 26 - 1) + last;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.isSurrogate(c) || c >= 0xfeff) {
                return false;
            }
        }
        return true;
    }

    private static String repaired(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                clean.append('\ufffd');
            } else if (character == '\n' || character == '\t' || !isNoise(character)) {
                clean.appendCodePoint(character);
            }
        });
        return clean.toString();
    }

    private static boolean isNoise(int character) {
        boolean noncharacter = (character & 0xfffe) == 0xfffe;
        return Character.isISOControl(character) || character == '\ufeff' || noncharacter;
    }

    /** Like {@link String#strip()}, for the no-break space, too, which spreadsheets and web pages are full of. */
    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || c == '\u00a0' || c == '\u202f' || c == '\u2007';
    }
}
