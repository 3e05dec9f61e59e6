package dev.outdial.campaign.file;

import static dev.outdial.campaign.file.LeadFileTest.read;
import static dev.outdial.campaign.file.LeadFileTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.campaign.file.LeadRow.Lead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.ss.usermodel.Workbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsTableTest {

    @TempDir
    Path folder;

    @Test
    void cellsOfEveryKindReadAsInTheOtherFormats() throws IOException {
        try (Workbook workbook = new HSSFWorkbook()) {
            workbook.createSheet("hidden").createRow(0).createCell(0).setCellValue("codes");
            workbook.createSheet("empty");
            Sheet sheet = workbook.createSheet("leads");
            workbook.createSheet("more").createRow(0).createCell(0).setCellValue("other");
            workbook.setSheetVisibility(0, SheetVisibility.HIDDEN);
            CellStyle date = workbook.createCellStyle();
            date.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd hh:mm"));
            fill(sheet.createRow(0), "Phone", "name", "due", "vip", "score");
            Row numbers = sheet.createRow(1);
            numbers.createCell(0).setCellValue(919876543210.0);
            numbers.createCell(1).setCellValue(" 'Zoë नमस्ते ");
            numbers.createCell(2).setCellValue(LocalDateTime.of(2024, 3, 1, 9, 30));
            numbers.getCell(2).setCellStyle(date);
            numbers.createCell(3).setCellValue(true);
            numbers.createCell(4).setCellValue(1.5);
            fill(sheet.createRow(4), "9876543211");
            sheet.createRow(5).createCell(4).setBlank();

            assertThat(read(write(workbook)))
                    .containsExactly(
                            new Lead(
                                    2,
                                    "+919876543210",
                                    "Zoë नमस्ते",
                                    Map.of("due", "2024-03-01T09:30", "vip", "true", "score", "1.5")),
                            new Lead(5, "+919876543211", null, Map.of("due", "", "vip", "", "score", "")));
        }
    }

    @Test
    void halfACharacterAndNulDoNotReachTheDatabase() throws IOException {
        try (Workbook workbook = leads()) {
            workbook.getSheetAt(0).getRow(1).getCell(1).setCellValue("a\ud800b\0c");

            assertThat(((Lead) read(write(workbook)).getFirst()).name()).isEqualTo("a\ufffdbc");
        }
    }

    @Test
    void formulaIsRefusedAndItsCellNamed() throws IOException {
        try (Workbook workbook = leads()) {
            workbook.getSheetAt(0).createRow(7).createCell(1).setCellFormula("1+1");

            FileError error = refusal(write(workbook));

            assertThat(error.message()).contains("B8").contains("formula");
            assertThat(error.row()).isEqualTo(8);
        }
    }

    @Test
    void workbookWithAPasswordIsRefusedAndSaidToBe() throws IOException {
        Biff8EncryptionKey.setCurrentUserPassword("secret");
        try (Workbook workbook = leads()) {
            Path file = write(workbook);
            Biff8EncryptionKey.setCurrentUserPassword(null);

            assertThat(refusal(file).message()).contains("password");
        } finally {
            Biff8EncryptionKey.setCurrentUserPassword(null);
        }
    }

    @Test
    void encryptedXlsxLooksLikeAnXlsAndIsRefusedAndSaidToBe() throws IOException, GeneralSecurityException {
        Path plain = new Xlsx().sheet(Xlsx.row(1, "phone_number")).write(folder.resolve("plain.xlsx"));
        Path file = folder.resolve("encrypted.xlsx");
        Encryptor encryptor = new EncryptionInfo(EncryptionMode.standard).getEncryptor();
        encryptor.confirmPassword("secret");
        try (POIFSFileSystem container = new POIFSFileSystem()) {
            try (OutputStream out = encryptor.getDataStream(container)) {
                Files.copy(plain, out);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                container.writeFilesystem(out);
            }
        }

        assertThat(refusal(file).message()).contains("password");
    }

    @Test
    void truncatedWorkbookIsUnreadable() throws IOException {
        try (Workbook workbook = leads()) {
            byte[] whole = Files.readAllBytes(write(workbook));
            for (int length = 8; length < whole.length / 2; length += 97) {
                Path file = Files.write(folder.resolve("truncated.xls"), Arrays.copyOf(whole, length));
                assertThat(refusal(file).reason()).as("%d bytes", length).isEqualTo(Reason.UNREADABLE_FILE);
            }
        }
    }

    @Test
    void workbookWithoutRowsIsEmptyAndOtherDocumentsAreNoWorkbooks() throws IOException {
        try (Workbook workbook = new HSSFWorkbook();
                POIFSFileSystem other = new POIFSFileSystem()) {
            workbook.createSheet("empty");
            assertThat(refusal(write(workbook)).reason()).isEqualTo(Reason.EMPTY_FILE);

            Path document = folder.resolve("document.doc");
            other.createDocument(new ByteArrayInputStream(new byte[5_000]), "WordDocument");
            try (OutputStream out = Files.newOutputStream(document)) {
                other.writeFilesystem(out);
            }
            assertThat(refusal(document).message()).contains("not an Excel workbook");
        }
    }

    static HSSFWorkbook leads() {
        HSSFWorkbook workbook = new HSSFWorkbook();
        Sheet sheet = workbook.createSheet("leads");
        fill(sheet.createRow(0), "phone_number", "name");
        fill(sheet.createRow(1), "+919876543210", "Asha");
        sheet.createRow(2).createCell(0).setCellValue(919876543211.0);
        return workbook;
    }

    private Path write(Workbook workbook) throws IOException {
        Path file = folder.resolve("leads.xls");
        try (OutputStream out = Files.newOutputStream(file)) {
            workbook.write(out);
        }
        return file;
    }

    private static void fill(Row row, String... texts) {
        for (int column = 0; column < texts.length; column++) {
            row.createCell(column).setCellValue(texts[column]);
        }
    }
}
