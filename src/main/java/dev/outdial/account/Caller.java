package dev.outdial.account;

import jakarta.enterprise.context.RequestScoped;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whoever sent the current request, as far as the key says. Resources see only what belongs to the organization. */
@RequestScoped
public class Caller {

    private @Nullable StoredKey key;

    /** Whether a valid key came with the request. True in every method that is not {@link KeyOptional}. */
    public boolean isKnown() {
        return key != null;
    }

    /** The organization the key belongs to. */
    public UUID organizationId() {
        return key().organizationId();
    }

    /** The public half of the key: what limits per key count by. */
    public String keyId() {
        return key().keyId();
    }

    /** The scopes that were given to the key. What they include besides is for {@link #may} to say. */
    public Set<Scope> scopes() {
        return key().scopes();
    }

    /** Whether the key has this scope or one that includes it. */
    public boolean may(Scope scope) {
        return isKnown() && scope.isIn(scopes());
    }

    void become(StoredKey proven) {
        key = proven;
    }

    private StoredKey key() {
        if (key == null) {
            throw new IllegalStateException("Nobody has been authenticated in this request");
        }
        return key;
    }
}
