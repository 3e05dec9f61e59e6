package dev.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.outdial.campaign.file.FileError;
import dev.outdial.http.PublicId;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The answer to many leads at once.
 *
 * @param leadsCreated leads that were stored
 * @param leadsSkipped rows that were not, for whatever reason
 * @param leadsValid leads that would have been stored; only in the answer to a dry run
 * @param errorCount rows that are wrong
 * @param errors the first of their errors
 */
record LeadsAdded(
        String campaignId,
        int leadsCreated,
        int leadsSkipped,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer leadsValid,
        String message,
        int errorCount,
        List<FileError> errors) {

    /** Some were stored; those that were not, though they could be called, were in the campaign already. */
    static LeadsAdded of(Campaign campaign, LeadTally tally, int added) {
        int duplicates = tally.duplicates() + tally.good() - added;
        return new LeadsAdded(
                PublicId.CAMPAIGN.text(campaign.id),
                added,
                tally.withoutNumber() + duplicates + tally.wrong(),
                null,
                leads(added) + " queued successfully." + remarks(tally, duplicates),
                tally.wrong(),
                tally.errors());
    }

    /** Nothing was stored. */
    static LeadsAdded dry(Campaign campaign, LeadTally tally) {
        return new LeadsAdded(
                PublicId.CAMPAIGN.text(campaign.id),
                0,
                tally.withoutNumber() + tally.duplicates() + tally.wrong(),
                tally.good(),
                leads(tally.good()) + " can be queued; this dry run stored none." + remarks(tally, tally.duplicates()),
                tally.wrong(),
                tally.errors());
    }

    /** 201, or 200 when nothing was meant to be created. */
    RestResponse<LeadsAdded> response() {
        return RestResponse.status(leadsValid == null ? RestResponse.Status.CREATED : RestResponse.Status.OK, this);
    }

    private static String remarks(LeadTally tally, int duplicates) {
        return remark(tally.withoutNumber(), "skipped due to missing phone_number")
                + remark(duplicates, "skipped as duplicate")
                + remark(tally.wrong(), "rejected");
    }

    private static String remark(int rows, String what) {
        return rows == 0 ? "" : " " + rows + (rows == 1 ? " row " : " rows ") + what + ".";
    }

    private static String leads(int n) {
        return n == 1 ? "1 lead" : n + " leads";
    }
}
