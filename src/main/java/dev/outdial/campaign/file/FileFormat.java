package dev.outdial.campaign.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Tells what a file is from its first bytes. Its name says nothing: exports are called {@code .xls} that are text. */
final class FileFormat {

    private static final int SAMPLE = 512;
    private static final String ZIP = "504b";
    private static final String OLE2 = "d0cf11e0a1b11ae1";

    /** What people upload by mistake, by how it begins. */
    private static final Map<String, String> STRANGERS = Map.of(
            "89504e47", "a picture",
            "47494638", "a picture",
            "ffd8ff", "a picture",
            "25504446", "a PDF document",
            "1f8b", "a compressed file",
            "526172211a", "a compressed file",
            "377abcaf271c", "a compressed file",
            "7b5c727466", "an RTF document");

    private FileFormat() {}

    /** Opens a file as the table it is. */
    static Table open(Path file) throws IOException {
        byte[] start = start(file);
        String hex = HexFormat.of().formatHex(start);
        if (hex.startsWith(ZIP)) {
            return XlsxTable.open(file);
        }
        if (hex.startsWith(OLE2)) {
            return XlsTable.open(file);
        }
        STRANGERS.forEach((magic, name) -> {
            if (hex.startsWith(magic)) {
                throw LeadFileRefused.unreadable("the file is " + name + ", not a CSV, XLSX or XLS file");
            }
        });
        refuseMarkup(new String(start, StandardCharsets.ISO_8859_1));
        return CsvTable.open(file);
    }

    /** Web applications like to call an HTML table a spreadsheet. */
    private static void refuseMarkup(String start) {
        String text = start.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("<html")
                || text.startsWith("<!doctype")
                || text.startsWith("<table")
                || text.startsWith("<?xml")) {
            throw LeadFileRefused.unreadable(
                    "the file is a web page or XML, not a spreadsheet; open it and save it as XLSX or CSV");
        }
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(SAMPLE);
        }
    }
}
