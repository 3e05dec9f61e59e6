package dev.outdial.account;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** For answers that take long: whether the key that opened them has been revoked since. */
@ApplicationScoped
public class KeyWatch {

    private final Authentication authentication;

    KeyWatch(Authentication authentication) {
        this.authentication = authentication;
    }

    /** Whether this key, which was good, still is. Asked every second, it finds out within five. */
    public Uni<Boolean> isGood(String keyId) {
        return authentication.isLive(keyId);
    }
}
