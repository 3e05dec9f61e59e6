package dev.outdial.campaign.file;

import static dev.outdial.campaign.file.LeadFileTest.read;
import static dev.outdial.campaign.file.LeadFileTest.refusal;
import static dev.outdial.campaign.file.Xlsx.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.campaign.file.LeadRow.Lead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XlsxTableTest {

    private static final String HEADER = row(1, "phone_number", "note");

    @TempDir
    Path folder;

    @Test
    void textsComeFromTheCellOrFromTheSharedOnesWithoutTheirPhoneticReading() throws IOException {
        Path file = write(new Xlsx()
                .sharedStrings(
                        "<t>phone_number</t>",
                        "<t>name</t>",
                        "<r><rPr><b/></rPr><t>Asha </t></r><r><t>Rao</t></r>",
                        "<t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh>",
                        "<t/>")
                .sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
                        + "<row r=\"2\"><c r=\"A2\"><v>919876543210</v></c><c r=\"B2\" t=\"s\"><v>2</v></c></row>"
                        + "<row r=\"5\"><c t=\"inlineStr\"><is><t>+919876543211</t></is></c><c t=\"s\"><v>3</v></c></row>"
                        + "<row r=\"6\"><c t=\"str\"><v>+919876543212</v></c><c t=\"s\"><v>4</v></c></row>"
                        + "<row r=\"7\"><c r=\"B7\" s=\"3\"/></row>"));

        assertThat(read(file))
                .containsExactly(
                        new Lead(2, "+919876543210", "Asha Rao", Map.of()),
                        new Lead(5, "+919876543211", "東京", Map.of()),
                        new Lead(6, "+919876543212", null, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"919876543210", "9.1987654321E11", "9.1987654321E+11", "919876543210.0", "9876543210"})
    void phoneNumberInANumbersCellKeepsItsDigits(String value) throws IOException {
        Path file = write(new Xlsx().sheet(HEADER + "<row r=\"2\"><c r=\"A2\"><v>" + value + "</v></c></row>"));

        assertThat(read(file)).containsExactly(new Lead(2, "+919876543210", null, Map.of("note", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "<c><v>0.30000000000000004</v></c>, 0.3",
        "<c><v>1500</v></c>, 1500",
        "<c><v>-12.50</v></c>, -12.5",
        "<c><v>0</v></c>, 0",
        "<c t=\"b\"><v>1</v></c>, true",
        "<c t=\"b\"><v>0</v></c>, false",
        "<c s=\"1\"><v>45352</v></c>, 2024-03-01",
        "<c s=\"2\"><v>45352.395833333336</v></c>, 2024-03-01T09:30",
        "<c s=\"2\"><v>0.395833333333333</v></c>, 09:30",
        "<c s=\"3\"><v>45352</v></c>, 45352",
        "<c t=\"d\"><v>2024-03-01</v></c>, 2024-03-01",
        "<c t=\"inlineStr\"><is><t>a&amp;b&#10;c</t></is></c>, 'a&b\nc'",
        "<c t=\"inlineStr\"><is><t><![CDATA[a<b]]></t></is></c>, a<b",
        "<c t=\"inlineStr\"><is><t>'007</t></is></c>, 007",
    })
    void valuesReadAsTheSpreadsheetShowsThemInPlain(String cell, String text) throws IOException {
        Path file = write(new Xlsx()
                .styles("dd/mm/yyyy", "yyyy-mm-dd hh:mm", "0.00")
                .sheet(HEADER + "<row r=\"2\"><c><v>919876543210</v></c>" + cell + "</row>"));

        assertThat(((Lead) read(file).getFirst()).variables()).containsExactly(entry("note", text));
    }

    @Test
    void daysCountFrom1904WhereTheWorkbookSaysSo() throws IOException {
        Path file = write(new Xlsx()
                .since1904()
                .styles("d mmm yy")
                .sheet(HEADER + "<row r=\"2\"><c><v>919876543210</v></c><c s=\"1\"><v>43890</v></c></row>"));

        assertThat(((Lead) read(file).getFirst()).variables()).containsEntry("note", "2024-03-01");
    }

    @Test
    void firstVisibleSheetWithAnythingInItIsRead() throws IOException {
        Path file = write(new Xlsx()
                .sheet("hidden", row(1, "codes") + row(2, "1"))
                .sheet("veryHidden", row(1, "more codes"))
                .sheet("<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>")
                .sheet(row(3, "phone", "name") + row(4, "+919876543210", "Asha"))
                .sheet(row(1, "phone_number") + row(2, "+919876543211")));

        assertThat(read(file)).containsExactly(new Lead(4, "+919876543210", "Asha", Map.of()));
    }

    @Test
    void contentDecidesNotTheName() throws IOException {
        Path file = new Xlsx().sheet(HEADER + row(2, "+919876543210", "x")).write(folder.resolve("leads.csv"));
        Path text = Files.writeString(folder.resolve("leads.xlsx"), "phone_number\n+919876543210\n");

        assertThat(read(file)).hasSize(1);
        assertThat(read(text)).hasSize(1);
    }

    @Test
    void formulaIsRefusedAndItsCellNamed() throws IOException {
        Path file = write(new Xlsx()
                .sheet(HEADER + row(2, "+919876543210", "x")
                        + "<row r=\"3\"><c r=\"A3\"><f>1+1</f><v>919876543210</v></c></row>"));

        FileError error = refusal(file);

        assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(error.message()).contains("A3").contains("formula");
        assertThat(error.row()).isEqualTo(3);
        assertThat(error.column()).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<row r=\"2\"><c r=\"B2\"/><c r=\"A2\"><v>1</v></c></row>",
                "<row r=\"2\"><c r=\"ZZZZZZZZZZ2\"><v>1</v></c></row>",
                "<row r=\"2000000000\"/>",
                "<row r=\"99999999999\"/>",
                "<row r=\"-1\"/>",
                "<row r=\"x\"/>",
                "<row r=\"3\"/><row r=\"2\"/>",
                "<row r=\"2\"><c t=\"s\"><v>5</v></c></row>",
                "<row r=\"2\"><c t=\"s\"><v>-1</v></c></row>",
                "<row r=\"2\"><c t=\"s\"><v>x</v></c></row>",
                "<row r=\"2\"><c t=\"e\"><v>#N/A</v></c></row>",
                "<row r=\"2\"><c t=\"wrong\"><v>1</v></c></row>",
                "<row r=\"2\"><c><v>1E999999999</v></c></row>",
                "<row r=\"2\"><c><v>NaN</v></c></row>",
                "<row r=\"2\"><c><v>abc</v></c></row>",
                "<row r=\"2\"><c><v>&#xD800;</v></c></row>",
                "<row r=\"2\"><c><v>&#0;</v></c></row>",
                "<row r=\"2\"><c><v>&undefined;</v></c></row>",
                "<row r=\"2\"><c></row>",
                "<!DOCTYPE x>",
            })
    void damagedSheetIsUnreadable(String rows) throws IOException {
        Path file = write(new Xlsx().sheet(HEADER + rows));

        assertThat(refusal(file).reason()).isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void cellsFarToTheRightAreTooManyColumns() throws IOException {
        Path file = write(new Xlsx()
                .sheet(HEADER + "<row r=\"2\"><c r=\"A2\"><v>919876543210</v></c><c r=\"XFD2\"><v>1</v></c></row>"));

        assertThat(LeadFile.check(file, LeadFileTest.INDIA).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.reason()).isEqualTo(Reason.TOO_MANY_COLUMNS));
    }

    @Test
    void everyTruncationIsUnreadable() throws IOException {
        byte[] whole = Files.readAllBytes(write(new Xlsx().sheet(HEADER + row(2, "+919876543210", "x"))));

        for (int length = 8; length < whole.length; length += 13) {
            Path file = Files.write(folder.resolve("truncated.xlsx"), Arrays.copyOf(whole, length));
            assertThat(refusal(file).reason()).as("%d bytes", length).isEqualTo(Reason.UNREADABLE_FILE);
        }
    }

    @Test
    void partThatDoesNotMatchItsChecksumIsDamagedEvenWhereItCanBeRead() throws IOException {
        byte[] bytes = Files.readAllBytes(write(new Xlsx().sheet(HEADER + row(2, "+919876543210", "x"))));
        int sheet = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("xl/worksheets/sheet1.xml");
        // The name stands 46 bytes into its entry of the directory, the checksum 16.
        bytes[sheet - 46 + 16] ^= 1;

        assertThat(refusal(Files.write(folder.resolve("damaged.xlsx"), bytes)).reason())
                .isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void otherZipsAreNoWorkbooks() throws IOException {
        Path document = new Xlsx()
                .part(
                        "_rels/.rels",
                        "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>")
                .part("word/document.xml", "<document/>")
                .write(folder.resolve("document.xlsx"));
        Path binary = new Xlsx()
                .part(
                        "_rels/.rels",
                        "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>")
                .write(folder.resolve("binary.xlsx"));

        assertThat(refusal(document).message()).contains("not an Excel workbook");
        assertThat(refusal(binary).message()).contains("XLSB");
        assertThat(refusal(Files.write(folder.resolve("empty.xlsx"), new byte[] {'P', 'K', 5, 6}))
                        .reason())
                .isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void workbookWithoutRowsIsEmpty() throws IOException {
        assertThat(refusal(write(new Xlsx().sheet(""))).reason()).isEqualTo(Reason.EMPTY_FILE);
        assertThat(refusal(write(new Xlsx().sheet(HEADER))).reason()).isEqualTo(Reason.EMPTY_FILE);
        assertThat(refusal(write(new Xlsx())).reason()).isEqualTo(Reason.EMPTY_FILE);
    }

    @Test
    void entitiesAreNeitherExpandedNorFetched() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "+919876543210");
        String laughs =
                "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]>";
        String outside = "<!DOCTYPE x [<!ENTITY c SYSTEM \"" + secret.toUri() + "\">]>";

        for (String type : List.of(laughs, outside, "<!DOCTYPE x SYSTEM \"" + secret.toUri() + "\">")) {
            String sheet = type + Xlsx.worksheet(HEADER + row(2, "&c;", "x"));
            String strings = type + "<sst><si><t>&c;</t></si></sst>";
            Xlsx inSheet = new Xlsx().sheet("visible", out -> Xlsx.write(out, sheet));
            Xlsx inStrings = new Xlsx().sheet(HEADER).sharedStrings(out -> Xlsx.write(out, strings));
            assertThat(refusal(write(inSheet)).reason()).isEqualTo(Reason.UNREADABLE_FILE);
            assertThat(refusal(write(inStrings)).reason()).isEqualTo(Reason.UNREADABLE_FILE);
        }
    }

    private Path write(Xlsx workbook) throws IOException {
        return workbook.write(folder.resolve("leads.xlsx"));
    }
}
