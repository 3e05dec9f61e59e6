package dev.outdial.campaign;

import io.smallrye.mutiny.Multi;
import java.util.List;

/** Leads that come together, as a list or as a file, and can be read once. */
interface LeadSource {

    /** Those that can be called, in lists that fit into one statement. While one is stored no more than the next is read. */
    Multi<Chunk> chunks();

    /** What was read so far came to. */
    LeadTally tally();

    /** What the client calls the field of their numbers. */
    String numberField();

    /**
     * Some of the leads.
     *
     * @param wrong rows that cannot be called, up to the last of these
     */
    record Chunk(List<NewLead> leads, int wrong) {}
}
