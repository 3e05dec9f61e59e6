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

/**
 * A lead file on disk, read by worker threads because reading blocks. It is read twice, first to judge it and then to
 * store it: of a file that is refused nothing was ever written, and no database connection waits for the judgement.
 */
record UploadedFile(Path path, LeadFile.Rules rules) {

    /** What the file comes to; a 400 when it cannot be taken in whatever mode. */
    Uni<LeadTally> tally() {
        return Uni.createFrom()
                .item(() -> LeadTally.of(LeadFile.check(path, rules)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure(LeadFileRefused.class)
                .transform(LeadTally::refusal);
    }

    /** Its leads, in lists of {@link Enrollment#CHUNK}; the next is read when it is asked for. */
    Multi<List<NewLead>> leads() {
        return Multi.createFrom()
                .resource(
                        () -> LeadFile.open(path, rules),
                        file -> Multi.createFrom().iterable(() -> new Chunks(file)))
                .withFinalizer(LeadFile::close)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private record Chunks(LeadFile file) implements Iterator<List<NewLead>> {

        @Override
        public boolean hasNext() {
            return file.hasNext();
        }

        @Override
        public List<NewLead> next() {
            List<NewLead> chunk = new ArrayList<>();
            while (file.hasNext() && chunk.size() < Enrollment.CHUNK) {
                if (file.next() instanceof LeadRow.Lead lead) {
                    chunk.add(NewLead.of(lead));
                }
            }
            return chunk;
        }
    }
}
