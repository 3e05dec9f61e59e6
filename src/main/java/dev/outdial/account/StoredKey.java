package dev.outdial.account;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key that is not revoked, as the database has it: enough to check a secret and to know its owner. */
record StoredKey(
        UUID id,
        String keyId,
        UUID organizationId,
        Buffer secretHash,
        Set<Scope> scopes,
        @Nullable Instant lastUsedAt) {

    static StoredKey from(Row row) {
        OffsetDateTime used = row.getOffsetDateTime("last_used_at");
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(row.getArrayOfStrings("scopes")).map(Scope::of).forEach(scopes::add);
        return new StoredKey(
                row.getUUID("id"),
                row.getString("key_id"),
                row.getUUID("organization_id"),
                row.getDelegate().getBuffer("secret_hash"),
                Set.copyOf(scopes),
                used == null ? null : used.toInstant());
    }

    StoredKey usedAt(Instant now) {
        return new StoredKey(id, keyId, organizationId, secretHash, scopes, now);
    }
}
