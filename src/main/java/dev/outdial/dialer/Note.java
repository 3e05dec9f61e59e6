package dev.outdial.dialer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the carrier said of a call that goes on; nulls leave what is known as it is. */
record Note(
        UUID callId,
        @Nullable String carrierCallId,
        @Nullable Instant placedAt,
        @Nullable Instant answeredAt) implements Told {}
