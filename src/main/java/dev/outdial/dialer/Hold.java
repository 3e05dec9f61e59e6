package dev.outdial.dialer;

import java.util.UUID;

/** A campaign that every further call would be refused in alike; it is paused before more leads are spent on it. */
record Hold(UUID campaignId, String reason) implements Told {}
