package dev.outdial.http;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Where new ids come from. */
public final class Ids {

    private Ids() {}

    /**
     * A new UUIDv7. Ids made later in one process are greater, so that they settle ties between rows of one instant and
     * fill an index from one side.
     */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
