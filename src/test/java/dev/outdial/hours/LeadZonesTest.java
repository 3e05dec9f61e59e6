package dev.outdial.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Whose clock counts. */
class LeadZonesTest {

    private static final ZoneId CAMPAIGN = ZoneId.of("Europe/Paris");

    @Test
    void zoneThatSomebodySaidComesFirst() {
        assertThat(LeadZones.of("Asia/Tokyo", "+912234567890")).isEqualTo("Asia/Tokyo");
    }

    @Test
    void numberTellsItsZone() {
        assertThat(LeadZones.of(null, "+912234567890")).isEqualTo("Asia/Kolkata");
        assertThat(LeadZones.read("Asia/Kolkata", CAMPAIGN)).containsExactly(ZoneId.of("Asia/Kolkata"));
    }

    @Test
    void areaInTwoZonesIsBoth() {
        // 208, Idaho.
        String zones = LeadZones.of(null, "+12085550100");
        assertThat(zones).isEqualTo("America/Boise,America/Los_Angeles");
        assertThat(LeadZones.read(zones, CAMPAIGN)).hasSize(2);
    }

    @Test
    void numberThatMayBeAnywhereIsWhereTheCampaignIs() {
        // Free of charge in all of the United States.
        assertThat(LeadZones.of(null, "+18005550100")).isEqualTo(LeadZones.UNKNOWN);
        assertThat(LeadZones.read(LeadZones.UNKNOWN, CAMPAIGN)).containsExactly(CAMPAIGN);
    }
}
