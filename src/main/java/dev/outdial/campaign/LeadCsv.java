package dev.outdial.campaign;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Leads as lines of a CSV file. */
final class LeadCsv {

    private record Column(String name, Function<LeadView, @Nullable String> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("id", LeadView::id),
            new Column("name", LeadView::name),
            new Column("phone_number", LeadView::phoneNumber),
            new Column("status", lead -> lead.status().word()),
            new Column("attempts", lead -> Integer.toString(lead.attempts())),
            new Column("last_outcome", LeadView::lastOutcome),
            new Column("end_reason", LeadView::endReason),
            new Column("next_attempt_at", lead -> time(lead.nextAttemptAt())),
            new Column("call_log_id", LeadView::callLogId),
            new Column("priority", lead -> Integer.toString(lead.priority())),
            new Column("external_id", LeadView::externalId),
            new Column("time_zone", LeadView::timeZone),
            new Column("created_at", lead -> time(lead.createdAt())),
            new Column("updated_at", lead -> time(lead.updatedAt())),
            new Column("notes", LeadView::notes));

    /** What spreadsheets calculate instead of showing it, also in the wide letters of East Asia. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

    /** Whatever is calculated of a number is that number. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(?:[.,][0-9]+)*");

    /** As everywhere in the API. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LeadCsv() {}

    /** The first line. */
    static byte[] header() {
        return text(List.of(COLUMNS.stream().map(Column::name).toList()));
    }

    /** A line for each of these. */
    static byte[] lines(List<LeadView> leads) {
        List<List<String>> lines = new ArrayList<>(leads.size());
        for (LeadView lead : leads) {
            lines.add(COLUMNS.stream()
                    .map(column -> harmless(column.value.apply(lead)))
                    .toList());
        }
        return text(lines);
    }

    /** A text that no spreadsheet takes for a formula. */
    static String harmless(@Nullable String text) {
        if (text == null) {
            return "";
        }
        boolean calculated =
                FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
        return calculated ? "'" + text : text;
    }

    private static byte[] text(List<List<String>> lines) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            lines.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Nothing is written but to memory.
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(time);
    }
}
