package dev.outdial.suppression;

import dev.outdial.account.DoNotCall.Entry;
import dev.outdial.campaign.file.FileReport;
import dev.outdial.campaign.file.LeadFile;
import dev.outdial.campaign.file.LeadFileRefused;
import dev.outdial.campaign.file.LeadRow;
import dev.outdial.suppression.SuppressionsAdded.Tally;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** A file of numbers on disk, in the formats of lead files; read by worker threads, because reading blocks. */
record NumberFile(Path path, LeadFile.Rules rules) {

    private static final int ROWS_AHEAD = 512;
    private static final String REASON = "reason";
    private static final Executor WORKERS = Infrastructure.getDefaultWorkerPool();

    /** What the whole file comes to; a 400 when it cannot be read to its end, so that nothing of it is taken. */
    Uni<FileReport> report() {
        return Uni.createFrom()
                .item(() -> LeadFile.check(path, rules))
                .runSubscriptionOn(WORKERS)
                .onFailure(LeadFileRefused.class)
                .transform(LeadFileRefused::answer);
    }

    /** The numbers that can be read. */
    Multi<Entry> entries() {
        return Multi.createFrom()
                .resource(
                        () -> LeadFile.open(path, rules),
                        file -> Multi.createFrom().iterable(() -> file))
                .withFinalizer(LeadFile::close)
                .runSubscriptionOn(WORKERS)
                .filter(LeadRow.Lead.class::isInstance)
                .map(row -> entry((LeadRow.Lead) row))
                // Whoever asks for more may be on an event loop.
                .emitOn(WORKERS, ROWS_AHEAD);
    }

    static Tally tally(FileReport report) {
        return new Tally(
                report.leads() + report.duplicates(), report.withoutNumber(), report.errorCount(), report.errors());
    }

    private static Entry entry(LeadRow.Lead row) {
        String reason = row.variables().getOrDefault(REASON, "").strip();
        int longest = reason.offsetByCodePoints(
                0, Math.min(Suppression.REASON_MAX, reason.codePointCount(0, reason.length())));
        return new Entry(row.phoneNumber(), reason.isEmpty() ? null : reason.substring(0, longest));
    }
}
