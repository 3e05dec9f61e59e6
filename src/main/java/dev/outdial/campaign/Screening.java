package dev.outdial.campaign;

import dev.outdial.account.DoNotCall;
import dev.outdial.campaign.file.FileError;
import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.campaign.file.FileReport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Holds the leads of one request against the do-not-call list, with one question for many of them, and remembers which
 * were on it. The claim asks again before a call: this is for whoever sends the leads to know.
 */
final class Screening {

    private final DoNotCall list;
    private final UUID organizationId;
    private final LeadSource source;
    private final List<FileError> errors = new ArrayList<>();
    private int found;

    Screening(DoNotCall list, UUID organizationId, LeadSource source) {
        this.list = list;
        this.organizationId = organizationId;
        this.source = source;
    }

    /** Those of these leads that may be called, in their order. */
    Uni<List<NewLead>> pass(SqlClient client, List<NewLead> leads) {
        if (leads.isEmpty()) {
            return Uni.createFrom().item(leads);
        }
        Set<String> numbers = new HashSet<>();
        leads.forEach(lead -> numbers.add(lead.phoneNumber()));
        return list.among(client, organizationId, numbers).map(listed -> without(leads, listed));
    }

    /** How many were on the list so far. */
    int found() {
        return found;
    }

    /** What was read and screened so far came to. */
    LeadTally tally() {
        return source.tally().without(found, errors);
    }

    private List<NewLead> without(List<NewLead> leads, Set<String> listed) {
        if (listed.isEmpty()) {
            return leads;
        }
        List<NewLead> rest = new ArrayList<>(leads.size());
        for (NewLead lead : leads) {
            if (listed.contains(lead.phoneNumber())) {
                refuse(lead);
            } else {
                rest.add(lead);
            }
        }
        return rest;
    }

    private void refuse(NewLead lead) {
        found++;
        if (errors.size() < FileReport.MAX_ERRORS) {
            errors.add(new FileError(
                    lead.row(),
                    source.numberField(),
                    lead.phoneNumber(),
                    Reason.SUPPRESSED,
                    "the phone number is on the do-not-call list",
                    null));
        }
    }
}
