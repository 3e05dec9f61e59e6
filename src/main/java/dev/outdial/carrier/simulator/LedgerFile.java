package dev.outdial.carrier.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/**
 * A ledger's file, one JSON object a line, shared by any number of processes.
 *
 * <p>A line is written on the caller's thread, an event loop's included: it is one system call that copies 300 bytes
 * into the page cache, less work than handing it to a worker and waiting for the answer. It is not forced to the
 * disk: the file must survive the death of a process, not of the machine.
 */
final class LedgerFile implements Consumer<LedgerEntry>, Closeable {

    private static final int LINE = 384;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();
    private final FileOutputStream file;

    /** Opens or creates the file; what is in it stays. */
    LedgerFile(Path path) throws IOException {
        // Append mode makes each write land whole at the end, also between those of other processes. A file channel
        // would do the same, but closes itself for good when a writing thread is interrupted.
        file = new FileOutputStream(path.toFile(), true);
    }

    @Override
    public void accept(LedgerEntry entry) {
        try {
            file.write(line(entry));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's ledger cannot be written.", e);
        }
    }

    private byte[] line(LedgerEntry entry) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(LINE);
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("at", text(entry.at()));
            out.writeStringField("business_at", text(entry.businessAt()));
            out.writeStringField("event", entry.event().word());
            out.writeStringField("call_id", entry.callId());
            out.writeStringField("lead_id", entry.leadId());
            out.writeStringField("campaign_id", entry.campaignId());
            out.writeNumberField("attempt", entry.attempt());
            out.writeStringField("from", entry.from());
            out.writeStringField("to", entry.to());
            out.writeStringField("replica", entry.replica());
            out.writeStringField("outcome", entry.outcome());
            out.writeEndObject();
            out.writeRaw('\n');
        }
        return line.toByteArray();
    }

    private static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
