package dev.outdial.hours;

import dev.outdial.phone.PhoneNumbers;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the clock hangs that tells whether a lead may be called: in its own time zone where somebody said it, else in every
 * zone its number may be in. Beyond {@link #MOST}, or where nothing is known, in the campaign's.
 *
 * <p>As text it is what leads are queued by, so that those who may be called are found without a look at those who may not.
 */
public final class LeadZones {

    /** A mobile number may be anywhere in its country: where that is so wide, it is better to trust the campaign. */
    static final int MOST = 4;

    /** The zones of leads about whom nothing is known. */
    public static final String UNKNOWN = "-";

    private static final String COMMA = ",";

    private LeadZones() {}

    /** The zones of a lead as text: IANA names, sorted, joined by commas. */
    public static String of(@Nullable String timeZone, String e164) {
        if (timeZone != null) {
            return timeZone;
        }
        List<ZoneId> zones = PhoneNumbers.timeZones(e164);
        return zones.isEmpty() || zones.size() > MOST
                ? UNKNOWN
                : zones.stream().map(ZoneId::getId).sorted().collect(Collectors.joining(COMMA));
    }

    /** The zones that a text of {@link #of} stands for, in a campaign that is itself in this zone. */
    public static List<ZoneId> read(String text, ZoneId campaign) {
        return text.equals(UNKNOWN)
                ? List.of(campaign)
                : Arrays.stream(text.split(COMMA, -1)).map(ZoneId::of).toList();
    }
}
