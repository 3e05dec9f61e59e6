package dev.outdial.campaign;

import dev.outdial.campaign.file.LeadFile;
import dev.outdial.campaign.file.LeadFileRefused;
import dev.outdial.campaign.file.LeadRow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A lead file on disk, read by worker threads, because reading blocks. */
record UploadedFile(Path path, LeadFile.Rules rules) {

    private static final Executor WORKERS = Infrastructure.getDefaultWorkerPool();

    /** The file of leads that a campaign is to take on these terms. */
    static UploadedFile of(Path path, Terms terms, Campaign campaign) {
        return new UploadedFile(
                path, new LeadFile.Rules(terms.countryCode(), campaign.fromPhoneNumber, terms.skipDuplicates()));
    }

    /** Opens the file, hands its leads to {@code use}, and closes it; a 400 when it turns out that it cannot be taken. */
    <T> Uni<T> read(Function<Leads, Uni<T>> use) {
        return Uni.createFrom()
                .item(() -> LeadFile.open(path, rules))
                .runSubscriptionOn(WORKERS)
                .chain(file -> use.apply(new Leads(file)).onTermination().invoke(file::close))
                .onFailure(LeadFileRefused.class)
                .transform(LeadFileRefused::answer);
    }

    /** The leads of an open file. */
    record Leads(LeadFile file) implements LeadSource {

        @Override
        public Multi<Chunk> chunks() {
            return Multi.createFrom()
                    .iterable(() -> new Chunks(file))
                    .runSubscriptionOn(WORKERS)
                    .emitOn(WORKERS, 1);
        }

        @Override
        public LeadTally tally() {
            return LeadTally.of(file.report());
        }

        @Override
        public String numberField() {
            return file.numberColumn();
        }
    }

    private record Chunks(LeadFile file) implements Iterator<LeadSource.Chunk> {

        /** Rows may be long. */
        private static final int NOTES_MAX = 1 << 20;

        @Override
        public boolean hasNext() {
            return file.hasNext();
        }

        @Override
        public LeadSource.Chunk next() {
            List<NewLead> chunk = new ArrayList<>();
            int notes = 0;
            while (file.hasNext() && chunk.size() < Enrollment.CHUNK && notes < NOTES_MAX) {
                if (file.next() instanceof LeadRow.Lead row) {
                    NewLead lead = NewLead.of(row);
                    notes += lead.notes().length();
                    chunk.add(lead);
                }
            }
            return new LeadSource.Chunk(chunk, file.report().errorCount());
        }
    }
}
