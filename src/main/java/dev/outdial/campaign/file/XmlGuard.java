package dev.outdial.campaign.file;

import java.io.IOException;
import java.io.Reader;

/**
 * Lets an XML parser see no more at once than it can hold: a text, a tag, a comment or a section longer than
 * {@value #MAX_PIECE} characters ends the reading, as does a document type, which is how entities would come in.
 */
final class XmlGuard extends Reader {

    /** A cell holds 32,767 characters, each of them written as an entity at worst. */
    static final int MAX_PIECE = 1 << 18;

    private final Reader reader;
    private Inside inside = Inside.MARKUP;
    private int piece;
    private int beforeLast;
    private int last;

    XmlGuard(Reader reader) {
        this.reader = reader;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = reader.read(buffer, offset, length);
        for (int i = offset; i < offset + read; i++) {
            look(buffer[i]);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void look(char c) throws IOException {
        if (++piece > MAX_PIECE) {
            throw new IOException("A piece of XML is longer than " + MAX_PIECE + " characters");
        }
        Inside before = inside;
        inside = switch (before) {
            case MARKUP -> markup(c);
            // The opening's own second dash must not count as the first one of the end.
            case COMMENT_OPENING -> Inside.COMMENT;
            case COMMENT -> ends(c, '-') && beforeLast == '-' ? Inside.MARKUP : before;
            case SECTION -> ends(c, ']') && beforeLast == ']' ? Inside.MARKUP : before;
            case INSTRUCTION -> ends(c, '?') ? Inside.MARKUP : before;
        };
        beforeLast = inside == before ? last : 0;
        last = inside == before ? c : 0;
    }

    private boolean ends(char c, char terminator) {
        return c == '>' && last == terminator;
    }

    private Inside markup(char c) throws IOException {
        if (c == '<') {
            piece = 0;
        }
        if (last == '<' && c == '?') {
            return Inside.INSTRUCTION;
        }
        if (beforeLast != '<' || last != '!') {
            return Inside.MARKUP;
        }
        return switch (c) {
            case '-' -> Inside.COMMENT_OPENING;
            case '[' -> Inside.SECTION;
            default -> throw new IOException("XML with a document type");
        };
    }

    private enum Inside {
        MARKUP,
        COMMENT_OPENING,
        COMMENT,
        SECTION,
        INSTRUCTION
    }
}
