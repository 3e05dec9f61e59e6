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

    /** What the whole file comes to; a 400 when it cannot be taken in whatever mode. */
    Uni<LeadTally> tally() {
        return refusing(Uni.createFrom()
                .item(() -> LeadTally.of(LeadFile.check(path, rules)))
                .runSubscriptionOn(WORKERS));
    }

    /** Opens the file, hands its leads to {@code use}, and closes it; a 400 when it turns out that it cannot be taken. */
    <T> Uni<T> read(Function<Leads, Uni<T>> use) {
        return refusing(Uni.createFrom()
                .item(() -> LeadFile.open(path, rules))
                .runSubscriptionOn(WORKERS)
                .chain(file -> use.apply(new Leads(file)).onTermination().invoke(file::close)));
    }

    private static <T> Uni<T> refusing(Uni<T> reading) {
        return reading.onFailure(LeadFileRefused.class).transform(LeadTally::refusal);
    }

    /** The leads of an open file, which can be read once. */
    record Leads(LeadFile file) {

        /**
         * The leads in lists that fit into one statement. While one is stored the next is read, and no more than that.
         *
         * @param strict whether a wrong row fails the stream, once the rest of the file was looked at for more of them
         */
        Multi<List<NewLead>> chunks(boolean strict) {
            return Multi.createFrom()
                    .iterable(() -> new Chunks(file, strict))
                    .runSubscriptionOn(WORKERS)
                    .emitOn(WORKERS, 1);
        }

        /** What was read so far came to. */
        LeadTally tally() {
            return LeadTally.of(file.report());
        }
    }

    private record Chunks(LeadFile file, boolean strict) implements Iterator<List<NewLead>> {

        /** Rows may be long. */
        private static final int NOTES_MAX = 1 << 20;

        @Override
        public boolean hasNext() {
            return file.hasNext();
        }

        @Override
        public List<NewLead> next() {
            List<NewLead> chunk = new ArrayList<>();
            int notes = 0;
            while (file.hasNext() && chunk.size() < Enrollment.CHUNK && notes < NOTES_MAX) {
                switch (file.next()) {
                    case LeadRow.Lead row -> {
                        NewLead lead = NewLead.of(row);
                        notes += lead.notes().length();
                        chunk.add(lead);
                    }
                    case LeadRow.Skipped _ -> {}
                    case LeadRow.Wrong _ -> {
                        if (strict) {
                            file.forEachRemaining(row -> {});
                            throw LeadTally.of(file.report()).refusal();
                        }
                    }
                }
            }
            return chunk;
        }
    }
}
