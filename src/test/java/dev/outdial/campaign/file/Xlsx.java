package dev.outdial.campaign.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes XLSX files part by part, well-behaved ones and such as no spreadsheet would write. */
public final class Xlsx {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final StringBuilder sheets = new StringBuilder();
    private final StringBuilder relations = new StringBuilder();
    private String properties = "";
    private int count;

    /** Writes a part's text, which may be too much to hold. */
    interface Part {
        void write(OutputStream out) throws IOException;
    }

    public Xlsx() {
        part("[Content_Types].xml", "<Types/>");
        part("_rels/.rels", relationships(relationship("rId1", "officeDocument", "xl/workbook.xml")));
    }

    /** Adds a sheet with rows as XML. */
    public Xlsx sheet(String rows) {
        return sheet("visible", rows);
    }

    Xlsx sheet(String state, String rows) {
        return sheet(state, out -> write(out, worksheet(rows)));
    }

    Xlsx sheet(String state, Part part) {
        count++;
        String id = "rId" + count;
        sheets.append(
                "<sheet name=\"S%d\" sheetId=\"%d\" state=\"%s\" r:id=\"%s\"/>".formatted(count, count, state, id));
        relations.append(relationship(id, "worksheet", "worksheets/sheet" + count + ".xml"));
        parts.put("xl/worksheets/sheet" + count + ".xml", part);
        return this;
    }

    Xlsx sharedStrings(String... items) {
        StringBuilder texts = new StringBuilder("<sst xmlns=\"" + MAIN + "\">");
        for (String item : items) {
            texts.append("<si>").append(item).append("</si>");
        }
        return sharedStrings(out -> write(out, texts + "</sst>"));
    }

    Xlsx sharedStrings(Part part) {
        relations.append(relationship("strings", "sharedStrings", "/xl/sharedStrings.xml"));
        parts.put("xl/sharedStrings.xml", part);
        return this;
    }

    /** Adds styles: 0 is plain, the following show what the codes say. */
    Xlsx styles(String... codes) {
        StringBuilder formats = new StringBuilder();
        StringBuilder cells = new StringBuilder("<xf numFmtId=\"0\"/>");
        for (int i = 0; i < codes.length; i++) {
            formats.append("<numFmt numFmtId=\"%d\" formatCode=\"%s\"/>".formatted(164 + i, codes[i]));
            cells.append("<xf numFmtId=\"%d\"/>".formatted(164 + i));
        }
        relations.append(relationship("styles", "styles", "styles.xml"));
        return part(
                "xl/styles.xml",
                "<styleSheet xmlns=\"%s\"><numFmts>%s</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>%s</cellXfs></styleSheet>"
                        .formatted(MAIN, formats, cells));
    }

    Xlsx since1904() {
        properties = "<workbookPr date1904=\"1\"/>";
        return this;
    }

    Xlsx part(String name, String text) {
        parts.put(name, out -> write(out, text));
        return this;
    }

    public Path write(Path file) throws IOException {
        part(
                "xl/workbook.xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook xmlns=\"%s\" xmlns:r=\"%s\">%s<sheets>%s</sheets></workbook>"
                        .formatted(MAIN, RELATIONS, properties, sheets));
        part("xl/_rels/workbook.xml.rels", relationships(relations.toString()));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, Part> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                part.getValue().write(zip);
                zip.closeEntry();
            }
        }
        return file;
    }

    static String worksheet(String rows) {
        return "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + rows + "</sheetData></worksheet>";
    }

    /** A row of texts that stand in their cells. */
    public static String row(int number, String... texts) {
        StringBuilder cells = new StringBuilder("<row r=\"" + number + "\">");
        for (int column = 0; column < texts.length; column++) {
            cells.append("<c r=\"%s%d\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                    .formatted((char) ('A' + column), number, texts[column]));
        }
        return cells + "</row>";
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String relationship(String id, String type, String target) {
        return "<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>".formatted(id, RELATIONS, type, target);
    }

    private static String relationships(String all) {
        return "<Relationships>" + all + "</Relationships>";
    }
}
