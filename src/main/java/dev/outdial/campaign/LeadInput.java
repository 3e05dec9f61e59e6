package dev.outdial.campaign;

import dev.outdial.campaign.file.LeadFile;
import dev.outdial.http.Field;
import dev.outdial.http.Ids;
import dev.outdial.http.Input;
import dev.outdial.http.Text;
import dev.outdial.phone.HomeCountry;
import dev.outdial.phone.NumberReading;
import dev.outdial.phone.PhoneNumbers;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a lead. All is checked as it is read, but for the number, which may depend on the campaign's
 * country.
 */
record LeadInput(
        Text phoneNumber,
        Text countryCode,
        Text name,
        Field<Map<String, Object>> notes,
        Field<Integer> priority,
        Text externalId,
        Text timeZone) {

    private static final int KEY_MAX = 64;
    private static final String COUNTRY_RULE =
            "be a calling code such as +91 or the two letters of a country such as IN";
    private static final String NOTES_RULE =
            "have keys of at most " + KEY_MAX + " and values of at most " + LeadFile.MAX_VALUE + " characters";

    static LeadInput read(Input in) {
        return read(in, in.text("phoneNumber", "phone_number"), "notes", "metadata");
    }

    /** Reads whom a single call is for. */
    static LeadInput ofCall(Input in) {
        return read(in, in.text("phone_number", "to_phone_number", "phoneNumber"), "notes");
    }

    /** What the agent gets to know. */
    static Field<Map<String, Object>> variables(Input in, String... names) {
        return in.variables(Lead.NOTES_MAX, names).must(LeadInput::fits, NOTES_RULE);
    }

    private static LeadInput read(Input in, Text phoneNumber, String... notes) {
        return new LeadInput(
                phoneNumber,
                countryCode(in),
                in.text("name").max(Lead.NAME_MAX),
                variables(in, notes),
                in.integer(1, Lead.PRIORITY_MAX, "priority"),
                in.text("external_id", "externalId").max(Lead.EXTERNAL_ID_MAX),
                in.text("time_zone", "timeZone")
                        .must(ZoneId.getAvailableZoneIds()::contains, "be a valid IANA time zone"));
    }

    /** Where numbers without a country are at home. */
    static Text countryCode(Input in) {
        return in.text("countryCode", "country_code")
                .must(code -> !(HomeCountry.of(code, null) instanceof HomeCountry.Unsupported), COUNTRY_RULE);
    }

    /** The number as it is stored, where the campaign calls from this one. */
    Field<String> e164(String callerNumber) {
        String country = countryCode.orNull();
        return phoneNumber.as(text -> e164(text, country, callerNumber), "be a valid E.164 phone number");
    }

    /**
     * The lead with this number; 400 when anything was wrong.
     *
     * @param row its place in the list it is in
     */
    NewLead lead(int row, String e164) {
        return new NewLead(
                Ids.next(),
                row,
                e164,
                called(),
                NewLead.json(notes.or(Map.of())).encode(),
                timeZone.orNull(),
                priority.or(Lead.PRIORITY_DEFAULT),
                externalId.orNull());
    }

    /** The name; null where it is blank. */
    @Nullable
    String called() {
        String called = name.orNull();
        return called == null || called.isBlank() ? null : called;
    }

    private static @Nullable String e164(String text, @Nullable String countryCode, String callerNumber) {
        return switch (PhoneNumbers.normalize(text, countryCode, callerNumber)) {
            case NumberReading.Valid(String e164) -> e164;
            case NumberReading.Invalid _ -> null;
        };
    }

    private static boolean fits(Map<String, Object> notes) {
        return notes.entrySet().stream()
                .allMatch(note -> note.getKey().length() <= KEY_MAX
                        && note.getValue().toString().length() <= LeadFile.MAX_VALUE);
    }
}
