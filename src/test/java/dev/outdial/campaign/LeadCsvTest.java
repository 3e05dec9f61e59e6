package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.outdial.http.PublicId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadCsvTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=HYPERLINK(\"http://x\")",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "-",
                "+",
                "＝1+1",
                "＠SUM"
            })
    void whatASpreadsheetWouldCalculateIsMadeAText(String text) {
        assertThat(LeadCsv.harmless(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+919876543210",
                "-5",
                "+1",
                "-1.5",
                "1,000.00",
                "Asha",
                "'quoted",
                "a=b",
                "12-5",
                "",
                "O'Neil",
                "{}"
            })
    void whatIsHarmlessStaysAsItIs(String text) {
        assertThat(LeadCsv.harmless(text)).isEqualTo(text);
    }

    @Test
    void anyTextComesOutAsItWentIn() throws IOException {
        LeadView lead = lead("Line one\r\nline \"two\", and, ünïcode 💥");

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(LeadCsv.header());
        file.write(LeadCsv.lines(List.of(lead, lead)));

        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(new ByteArrayInputStream(file.toByteArray()))) {
            List<NamedCsvRecord> lines = csv.stream().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.getFirst().getField("name")).isEqualTo(lead.name());
            assertThat(lines.getFirst().getField("phone_number")).isEqualTo("+919876543210");
            assertThat(lines.getFirst().getField("notes")).isEqualTo("{\"a\": \"=1\"}");
            assertThat(lines.getFirst().getField("created_at")).isEqualTo("2026-03-01T12:00:00.000Z");
            assertThat(lines.getFirst().getField("last_outcome")).isEmpty();
            assertThat(lines.getFirst().getHeader())
                    .startsWith("id", "name", "phone_number", "status", "attempts", "last_outcome");
        }
    }

    static LeadView lead(String name) {
        return new LeadView(
                PublicId.LEAD.text(new UUID(0, 1)),
                name,
                "+919876543210",
                "cmp_x",
                LeadStatus.PENDING,
                "{\"a\": \"=1\"}",
                "{}",
                null,
                NOON,
                0,
                NOON,
                null,
                null,
                null,
                5,
                null,
                NOON);
    }
}
