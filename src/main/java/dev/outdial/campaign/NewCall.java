package dev.outdial.campaign;

import dev.outdial.agent.PhoneLine;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.PublicId;
import dev.outdial.http.Text;
import dev.outdial.phone.PhoneNumbers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A single call that a client asks for, valid but for its number, which may depend on the caller number's country.
 *
 * @param variables what the agent gets to know, its version included
 * @param fromPhoneNumber null for the agent's own
 */
public record NewCall(
        UUID agentId,
        LeadInput called,
        Map<String, Object> variables,
        @Nullable String fromPhoneNumber,
        @Nullable Integer agentVersionNumber) {

    /** The variable by which the agent learns which of its versions is meant. */
    static final String VERSION = "agent_version_number";

    private static final int VERSION_MAX = 1_000_000;

    /** Reads the body of a request; 400 for one that cannot be, 404 for an agent that cannot. */
    public static NewCall read(Input in) {
        Text agentId = in.text("agent_id").required();
        LeadInput called = LeadInput.ofCall(in);
        called.phoneNumber().required();
        Field<Map<String, Object>> notes = called.notes();
        Field<Map<String, Object>> metadata = LeadInput.variables(in, "metadata");
        Text from = in.text("from_phone_number").must(PhoneNumbers::isE164, PhoneLine.NUMBER_RULE);
        Field<Integer> version = in.integer(0, VERSION_MAX, VERSION);
        in.verify();
        Map<String, Object> variables = new LinkedHashMap<>(metadata.or(Map.of()));
        variables.putAll(notes.or(Map.of()));
        if (variables.size() > Lead.NOTES_MAX) {
            in.fail("notes and metadata must have at most " + Lead.NOTES_MAX + " names together");
            in.verify();
        }
        version.ifGiven(number -> variables.put(VERSION, number));
        return new NewCall(
                PublicId.AGENT.uuidOrNotFound(agentId.get()), called, variables, from.orNull(), version.orNull());
    }

    /** The lead that it is, where it comes from this caller number; 400 where nobody can be called under its own. */
    NewLead lead(String callerNumber) {
        return called.lead(1, called.e164(callerNumber).get()).with(variables);
    }
}
