package dev.outdial.campaign.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.campaign.file.LeadFile.Rules;
import dev.outdial.campaign.file.LeadRow.Lead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages good files at random. The seed of a run is printed where it fails, and only there. */
class LeadFileFuzzTest {

    private static final Rules RULES = new Rules("IN", null, true);

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    @TempDir
    Path folder;

    @Test
    void damagedTextIsReadOrRefused() throws IOException {
        String text = "phone_number;name;note\n+919876543210;Zoë;\"a\nb\"\n'9876543211;;x\n9.8E+09;\"q\"\"q\";y\n";
        damage(text.getBytes(StandardCharsets.UTF_8), 3_000);
        damage(text.getBytes(StandardCharsets.UTF_16), 1_000);
        damage(Files.readAllBytes(LeadFileTest.resource("semicolons-windows-1252.csv")), 1_000);
    }

    @Test
    void damagedXlsxIsReadOrRefused() throws IOException {
        Path file = xlsx(Xlsx.row(1, "phone_number", "note") + Xlsx.row(2, "+919876543210", "x"));

        damage(Files.readAllBytes(file), 2_000);
    }

    @Test
    void damagedSheetInAnIntactXlsxIsReadOrRefused() throws IOException {
        byte[] rows = (Xlsx.row(1, "phone_number", "note")
                        + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>919876543210</v></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1_500; i++) {
            readOrRefuse(xlsx(new String(mutant(rows), StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void damagedXlsIsReadOrRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = XlsTableTest.leads()) {
            workbook.write(bytes);
        }
        damage(bytes.toByteArray(), 2_000);
    }

    private void damage(byte[] good, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            readOrRefuse(Files.write(folder.resolve("mutant"), mutant(good)));
        }
    }

    /** Whatever else is thrown is a bug; whatever is read may be stored. */
    private void readOrRefuse(Path file) throws IOException {
        try (LeadFile leads = LeadFile.open(file, RULES)) {
            leads.forEachRemaining(row -> {
                if (row instanceof Lead lead) {
                    assertStorable(lead.phoneNumber() + lead.name() + lead.variables());
                } else if (row instanceof LeadRow.Wrong(int _, FileError error)) {
                    assertStorable(error.value() + error.message() + error.suggestion());
                }
            });
        } catch (LeadFileRefused e) {
            assertThat(e.error().message()).isNotBlank();
        } catch (RuntimeException | Error e) {
            Path kept = Files.copy(file, Files.createTempFile("mutant", ".bin"), StandardCopyOption.REPLACE_EXISTING);
            throw new AssertionError("seed " + seed + ", file kept as " + kept, e);
        }
    }

    private static void assertStorable(String text) {
        assertThat(text).doesNotContain("\0");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
    }

    private byte[] mutant(byte[] good) {
        byte[] bytes = good.clone();
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> {
                    int length = Math.min(random.nextInt(16), bytes.length - at);
                    System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
                }
                default -> {
                    byte[] extremes = {0, -1, 127, -128, '<', '&', '"', '\n'};
                    bytes[at] = extremes[random.nextInt(extremes.length)];
                }
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    private Path xlsx(String rows) throws IOException {
        return new Xlsx()
                .styles("yyyy-mm-dd")
                .sharedStrings("<t>text</t>")
                .sheet(rows)
                .write(folder.resolve("leads.xlsx"));
    }
}
