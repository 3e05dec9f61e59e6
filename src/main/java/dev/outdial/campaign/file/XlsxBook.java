package dev.outdial.campaign.file;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an XLSX file says of itself before its rows: where its sheets and their shared texts and styles are.
 *
 * @param sheets the parts of those sheets that can be seen, in the order of their tabs
 * @param since1904 whether days are counted from 1904, as on old Macs
 */
record XlsxBook(
        List<String> sheets,
        @Nullable String sharedStrings,
        @Nullable String styles,
        boolean since1904) {

    private static final int MAX_SHEETS = 1_000;

    static XlsxBook read(ZipParts parts) throws IOException {
        if (!parts.has("[Content_Types].xml")) {
            throw LeadFileRefused.unreadable("the file is a ZIP archive but not an Excel workbook");
        }
        Map<String, Relation> root = relations(parts, "");
        String workbook = root.values().stream()
                .filter(relation -> relation.type().endsWith("/officeDocument"))
                .map(Relation::target)
                .findFirst()
                .orElse("xl/workbook.xml");
        if (workbook.endsWith(".bin")) {
            throw LeadFileRefused.unreadable("the file is a binary workbook (XLSB); save it as XLSX or CSV");
        }
        if (!parts.has(workbook) || !workbook.startsWith("xl/")) {
            throw LeadFileRefused.unreadable("the file is an Office document but not an Excel workbook");
        }
        Map<String, Relation> relations = relations(parts, workbook);
        return sheets(parts, workbook, relations);
    }

    private static XlsxBook sheets(ZipParts parts, String workbook, Map<String, Relation> relations)
            throws IOException {
        List<String> sheets = new ArrayList<>();
        boolean since1904 = false;
        try (XmlPart xml = XmlPart.open(parts, workbook)) {
            while (xml.next()) {
                if (xml.starts("workbookPr")) {
                    String date1904 = xml.attribute("date1904");
                    since1904 = "1".equals(date1904) || "true".equals(date1904);
                } else if (xml.starts("sheet") && sheets.size() < MAX_SHEETS) {
                    String state = xml.attribute("state");
                    Relation relation = relations.get(String.valueOf(xml.attribute("id")));
                    boolean seen = state == null || state.equals("visible");
                    if (seen && relation != null && relation.type().endsWith("/worksheet")) {
                        sheets.add(relation.target());
                    }
                }
            }
        }
        return new XlsxBook(
                List.copyOf(sheets), target(relations, "/sharedStrings"), target(relations, "/styles"), since1904);
    }

    private static @Nullable String target(Map<String, Relation> relations, String type) {
        for (Relation relation : relations.values()) {
            if (relation.type().endsWith(type)) {
                return relation.target();
            }
        }
        return null;
    }

    /** What a part refers to, by the names it uses for it. */
    private static Map<String, Relation> relations(ZipParts parts, String of) throws IOException {
        String folder = of.substring(0, of.lastIndexOf('/') + 1);
        String name = folder + "_rels/" + of.substring(folder.length()) + ".rels";
        Map<String, Relation> relations = new HashMap<>();
        if (!parts.has(name)) {
            return relations;
        }
        try (XmlPart xml = XmlPart.open(parts, name)) {
            while (xml.next()) {
                if (xml.starts("Relationship")
                        && relations.size() < MAX_SHEETS
                        && xml.attribute("TargetMode") == null) {
                    String id = String.valueOf(xml.attribute("Id"));
                    String type = String.valueOf(xml.attribute("Type"));
                    relations.put(id, new Relation(type, resolve(folder, String.valueOf(xml.attribute("Target")))));
                }
            }
        }
        return relations;
    }

    private static String resolve(String folder, String target) throws IOException {
        try {
            return URI.create("/" + folder).resolve(target).getPath().substring(1);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("A part is referred to by no name", e);
        }
    }

    private record Relation(String type, String target) {}
}
