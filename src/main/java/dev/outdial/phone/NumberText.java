package dev.outdial.phone;

/** The many ways to type the same characters, made one. */
final class NumberText {

    private static final int EXCERPT = 20;

    private NumberText() {}

    /**
     * Digits of every script become ASCII digits, dashes and brackets of every width become {@code - ( )}, spaces become
     * one kind; characters that cannot be seen, an apostrophe in front (a spreadsheet's sign for text) and a
     * {@code tel:} go away.
     */
    static String tidy(String raw) {
        StringBuilder plain = new StringBuilder(raw.length());
        raw.codePoints().forEach(character -> append(plain, character));
        String text = plain.toString().strip();
        if (!text.isEmpty() && "'`\u2018\u2019\u00b4".indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1).strip();
        }
        return text.regionMatches(true, 0, "tel:", 0, 4) ? text.substring(4).strip() : text;
    }

    /** So much of a text that it can be repeated in a message. */
    static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }

    private static void append(StringBuilder plain, int character) {
        int digit = Character.isDigit(character) ? Character.digit(character, 10) : -1;
        if (digit >= 0) {
            plain.append((char) ('0' + digit));
            return;
        }
        switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                plain.append(' ');
            case Character.CONTROL -> plain.append(' ');
            case Character.FORMAT -> {}
            case Character.DASH_PUNCTUATION -> plain.append('-');
            case Character.START_PUNCTUATION -> plain.append('(');
            case Character.END_PUNCTUATION -> plain.append(')');
            default -> plain.appendCodePoint(wide(character));
        }
    }

    /** East Asian full-width forms stand at a fixed distance from their ASCII twins. The minus sign is a dash, too. */
    private static int wide(int character) {
        if (character == '\u2212') {
            return '-';
        }
        return character >= '\uff01' && character <= '\uff5e' ? character - 0xfee0 : character;
    }
}
