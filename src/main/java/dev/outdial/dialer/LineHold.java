package dev.outdial.dialer;

import java.time.Duration;
import java.util.UUID;

/**
 * A line whose carrier asked us to slow down.
 *
 * @param pause for how long at least nothing is to be started on it
 */
record LineHold(UUID lineId, Duration pause) implements Told {}
