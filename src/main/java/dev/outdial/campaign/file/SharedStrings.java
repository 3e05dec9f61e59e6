package dev.outdial.campaign.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The texts of a workbook, to which its cells refer by number. They have to be in memory, so they lie packed in pages of
 * bytes; a lead file has no more of them than fit.
 */
final class SharedStrings {

    private static final int PAGE = 1 << 20;
    private static final int MAX_PAGES = 48;
    private static final int MAX_STRINGS = 4 << 20;

    private final List<byte[]> pages = new ArrayList<>();
    private int room;
    /** Where each text starts, counted through all pages; a text never crosses from one page to the next. */
    private int[] starts = new int[1_024];

    private int[] lengths = new int[1_024];
    private int count;

    static SharedStrings none() {
        return new SharedStrings();
    }

    static SharedStrings read(ZipParts parts, String name) throws IOException {
        SharedStrings strings = new SharedStrings();
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        boolean inPhonetic = false;
        try (XmlPart xml = XmlPart.open(parts, name)) {
            while (xml.next()) {
                if (xml.starts()) {
                    inText = xml.element().equals("t");
                    inPhonetic |= xml.element().equals("rPh");
                } else if (xml.ends("si")) {
                    strings.add(text.toString());
                    text.setLength(0);
                } else if (xml.ends("rPh")) {
                    inPhonetic = false;
                } else if (xml.ends("t")) {
                    inText = false;
                } else if (inText && !inPhonetic) {
                    xml.appendTo(text);
                }
            }
        }
        return strings;
    }

    String get(int index) throws IOException {
        if (index < 0 || index >= count) {
            throw new IOException("A cell refers to a text that is not there");
        }
        if (lengths[index] == 0) {
            return "";
        }
        byte[] page = pages.get(starts[index] / PAGE);
        return new String(page, starts[index] % PAGE, lengths[index], StandardCharsets.UTF_8);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > room) {
            pages.add(new byte[PAGE]);
            room = PAGE;
        }
        if (pages.size() > MAX_PAGES || count == MAX_STRINGS) {
            throw LeadFileRefused.unreadable("the workbook holds too many texts; save it again as CSV");
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        if (bytes.length > 0) {
            System.arraycopy(bytes, 0, pages.getLast(), PAGE - room, bytes.length);
            starts[count] = pages.size() * PAGE - room;
        }
        lengths[count++] = bytes.length;
        room -= bytes.length;
    }
}
