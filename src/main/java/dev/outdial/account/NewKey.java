package dev.outdial.account;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** A key that was just made, and the only sight of its secret. */
record NewKey(ApiKey key, Credentials credentials) {

    /** Makes a key whose public name is its id. */
    static NewKey make(UUID organizationId, String name, Collection<Scope> scopes, Secrets secrets, Instant now) {
        UUID id = Ids.next();
        Credentials credentials = secrets.next(PublicId.API_KEY.text(id));
        ApiKey key = ApiKey.accepting(credentials, id, organizationId, name, scopes);
        key.createdAt = now;
        return new NewKey(key, credentials);
    }

    /** Stores it in the current transaction. */
    Uni<NewKey> store() {
        return key.persist().replaceWith(this);
    }
}
