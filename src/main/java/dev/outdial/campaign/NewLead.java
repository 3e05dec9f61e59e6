package dev.outdial.campaign;

import dev.outdial.campaign.file.LeadRow;
import dev.outdial.hours.LeadZones;
import dev.outdial.http.Ids;
import dev.outdial.phone.PhoneNumbers;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lead that may be stored. Leads are called in the order of their ids, so make them in the order they came in.
 *
 * @param row its place in the file or list that it came in
 * @param phoneNumber E.164
 * @param notes the variables as JSON text
 */
record NewLead(
        UUID id,
        int row,
        String phoneNumber,
        @Nullable String name,
        String notes,
        @Nullable String timeZone,
        int priority,
        @Nullable String externalId) {

    /** A row of a file. */
    static NewLead of(LeadRow.Lead row) {
        return new NewLead(
                Ids.next(),
                row.row(),
                row.phoneNumber(),
                row.name(),
                json(row.variables()).encode(),
                null,
                Lead.PRIORITY_DEFAULT,
                null);
    }

    /** The same with other variables. */
    NewLead with(Map<String, ?> variables) {
        return new NewLead(id, row, phoneNumber, name, json(variables).encode(), timeZone, priority, externalId);
    }

    /** Variables as the database keeps them. */
    static JsonObject json(Map<String, ?> variables) {
        return new JsonObject(new LinkedHashMap<>(variables));
    }

    /** Whose clocks tell whether it may be called. */
    String zones() {
        return LeadZones.of(timeZone, phoneNumber);
    }

    /** Leaves out the name and the variables: both are personal data. */
    @Override
    public String toString() {
        return "NewLead[" + PhoneNumbers.mask(phoneNumber) + "]";
    }
}
