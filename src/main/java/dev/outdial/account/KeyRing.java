package dev.outdial.account;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Remembers keys for {@link #FRESH}, so that not every request asks the database. That is also how long another replica
 * may go on accepting a key that was revoked here, and a second short of what an open stream may take. Names that no key has are remembered as well.
 */
final class KeyRing {

    static final Duration FRESH = Duration.ofSeconds(4);

    /** Strangers can send any number of names; past this many, all are forgotten. */
    private static final int REMEMBERED_MAX = 10_000;

    private final InstantSource clock;
    private final Function<String, Uni<Optional<StoredKey>>> lookup;
    private final ConcurrentMap<String, Remembered> keys = new ConcurrentHashMap<>();

    KeyRing(InstantSource clock, Function<String, Uni<Optional<StoredKey>>> lookup) {
        this.clock = clock;
        this.lookup = lookup;
    }

    /** The key of this name; empty when there is none or it is revoked. */
    Uni<Optional<StoredKey>> find(String keyId) {
        Instant now = clock.instant();
        Remembered remembered = keys.get(keyId);
        if (remembered != null && remembered.isFresh(now)) {
            return Uni.createFrom().item(remembered.key);
        }
        // As old as the question, not as its answer: the key may be revoked between the two.
        return lookup.apply(keyId).invoke(found -> remember(keyId, new Remembered(now, found)));
    }

    /** Whether a key of this name was found lately enough not to ask again. */
    boolean knows(String keyId) {
        Remembered remembered = keys.get(keyId);
        return remembered != null && remembered.key.isPresent() && remembered.isFresh(clock.instant());
    }

    /** Notes that the key was used, without making what is known of it any fresher. */
    void used(StoredKey key, Instant now) {
        keys.computeIfPresent(
                key.keyId(), (_, remembered) -> new Remembered(remembered.at, remembered.key.map(k -> k.usedAt(now))));
    }

    /** Asks the database next time. */
    void forget(String keyId) {
        keys.remove(keyId);
    }

    private void remember(String keyId, Remembered remembered) {
        if (keys.size() >= REMEMBERED_MAX) {
            keys.clear();
        }
        keys.put(keyId, remembered);
    }

    private record Remembered(Instant at, Optional<StoredKey> key) {

        boolean isFresh(Instant now) {
            // A clock that was set back must not keep a revoked key alive.
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
        }
    }
}
