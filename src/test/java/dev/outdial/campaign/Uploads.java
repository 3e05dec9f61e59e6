package dev.outdial.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outdial.campaign.file.Xlsx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files to upload, as bytes. */
final class Uploads {

    static final int MEGABYTE = 1 << 20;

    /** Two that can be called, one without a number, two that are wrong. */
    static final byte[] MIXED = bytes("""
            phone_number,name,city
            9876543210,Asha,Pune
            ,Nobody,Delhi
            9.87654E+09,Ravi,Goa
            +14155550132,Zoe,"New
            York"
            12,Short,Agra
            """);

    private Uploads() {}

    /** A file of {@code src/test/resources/leads}. */
    static byte[] fixture(String name) {
        try (InputStream file = Uploads.class.getResourceAsStream("/leads/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A workbook with one sheet of these rows. */
    static byte[] workbook(String... rows) throws IOException {
        Path file = Files.createTempFile("leads", ".xlsx");
        try {
            return Files.readAllBytes(new Xlsx().sheet(String.join("", rows)).write(file));
        } finally {
            Files.delete(file);
        }
    }

    static byte[] formula() throws IOException {
        return workbook(
                Xlsx.row(1, "phone_number", "amount"),
                "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>9876543210</t></is></c><c r=\"B2\"><f>1+1</f><v>2</v></c></row>");
    }

    static byte[] bomb() throws IOException {
        String space = " ".repeat(MEGABYTE);
        return workbook(Xlsx.row(1, "phone_number"), Xlsx.row(2, "9876543210"), space.repeat(100));
    }
}
