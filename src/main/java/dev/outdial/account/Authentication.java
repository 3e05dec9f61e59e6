package dev.outdial.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells whose credentials these are. */
@ApplicationScoped
class Authentication {

    private static final Logger LOG = Logger.getLogger(Authentication.class);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    /** What the secret for an unknown key is compared with, so that the answer takes as long as for a known one. */
    private static final byte[] NO_HASH = new byte[32];

    private static final String FIND = """
            SELECT id, key_id, organization_id, secret_hash, scopes, last_used_at
            FROM api_key
            WHERE key_id = $1 AND revoked_at IS NULL""";

    private static final String NOTE_USE = """
            UPDATE api_key SET last_used_at = $2
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)""";

    private final Pool pool;
    private final InstantSource clock;
    private final KeyRing ring;

    Authentication(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.ring = new KeyRing(clock, this::read);
    }

    /** The key these credentials prove; empty when it is unknown or revoked or the secret is another one. */
    Uni<Optional<StoredKey>> prove(Credentials credentials) {
        return ring.find(credentials.keyId())
                .map(found -> proven(found, credentials))
                .call(key ->
                        key.map(this::noteUse).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Whether a key of this name is known without a question to the database. */
    boolean knows(String keyId) {
        return ring.knows(keyId);
    }

    /** Whether a key of this name has not been revoked. */
    Uni<Boolean> isLive(String keyId) {
        return ring.find(keyId).map(Optional::isPresent);
    }

    /** After a key was revoked: this process refuses it from now on. */
    void forget(String keyId) {
        ring.forget(keyId);
    }

    private static Optional<StoredKey> proven(Optional<StoredKey> found, Credentials credentials) {
        byte[] hash = found.map(key -> key.secretHash().getBytes()).orElse(NO_HASH);
        return credentials.match(hash) ? found : Optional.empty();
    }

    private Uni<Optional<StoredKey>> read(String keyId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(keyId)).map(Authentication::first);
    }

    private static Optional<StoredKey> first(RowSet<Row> rows) {
        RowIterator<Row> row = rows.iterator();
        return row.hasNext() ? Optional.of(StoredKey.from(row.next())) : Optional.empty();
    }

    /**
     * Part of the request, so that it ends with it and its failure is seen, but no reason to refuse one: when it fails,
     * the next look at the database shows the old time and it is tried again.
     */
    private Uni<Void> noteUse(StoredKey key) {
        Instant now = clock.instant();
        if (key.lastUsedAt() != null && now.isBefore(key.lastUsedAt().plus(USE_NOTED_EVERY))) {
            return Uni.createFrom().voidItem();
        }
        ring.used(key, now);
        return pool.preparedQuery(NOTE_USE)
                .execute(Tuple.of(key.id(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> LOG.warnf(e, "Use of key %s could not be noted", key.keyId()))
                .onFailure()
                .recoverWithNull();
    }
}
