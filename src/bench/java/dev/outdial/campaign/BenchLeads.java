package dev.outdial.campaign;

import dev.outdial.account.BenchList;
import dev.outdial.bench.Payload;
import dev.outdial.http.BenchOnce;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Fills campaigns for measurements as users do, by files. */
public final class BenchLeads {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Terms TERMS = new Terms(Terms.Mode.STRICT, false, null);

    private final Enrollment enrollment;
    private final Campaign campaign = new Campaign();

    /** For a campaign whose row is there. */
    public BenchLeads(Vertx vertx, Pool pool, Instant now, UUID organizationId, UUID campaignId, String callerNumber) {
        enrollment = new Enrollment(
                pool, () -> now, BenchList.of(pool, () -> now, vertx.getDelegate()), BenchOnce.of(pool), new Unheard());
        campaign.id = campaignId;
        campaign.organizationId = organizationId;
        campaign.fromPhoneNumber = callerNumber;
        campaign.status = CampaignStatus.RUNNING;
    }

    /** A file of so many leads, the first of them the {@code first}-th. */
    public static Path file(int first, int leads) throws IOException {
        Path file = Files.createTempFile("leads", ".csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(Payload.CSV_HEADER);
            for (int i = first; i < first + leads; i++) {
                out.write(Payload.csv(i));
            }
        }
        return file;
    }

    /** Adds so many leads. */
    public void add(int first, int leads) {
        try {
            Path file = file(first, leads);
            upload(file);
            Files.delete(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Adds the leads of a file, read, judged and stored; answers how many. */
    public int upload(Path file) {
        return UploadedFile.of(file, TERMS, campaign)
                .read(leads -> enrollment.fill(campaign, TERMS, leads))
                .await()
                .atMost(PATIENCE)
                .getEntity()
                .leadsCreated();
    }
}
