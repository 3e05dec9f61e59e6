package dev.outdial.dialer;

import dev.outdial.hours.CallingHours;
import dev.outdial.hours.LeadZones;
import dev.outdial.hours.Spell;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * Leads of a campaign with calling hours wait in these zones, and nobody has worked out yet when it is time to call them.
 *
 * @param callingHours as the campaign's row has them
 * @param timeZone the campaign's own
 */
record SpellWanted(UUID campaignId, String callingHours, String timeZone, String zones) {

    /** When it is time: now, or the next time. */
    Spell after(Instant now) {
        return CallingHours.of(callingHours).next(LeadZones.read(zones, ZoneId.of(timeZone)), now);
    }
}
