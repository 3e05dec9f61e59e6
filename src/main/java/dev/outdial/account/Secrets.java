package dev.outdial.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;

/** Where new secrets come from: 256 random bits each, in 43 characters. */
@ApplicationScoped
class Secrets {

    private static final int BYTES = 32;

    // Not static: a native image would bake its seed into the executable.
    private final SecureRandom random = new SecureRandom();

    /** New credentials under this name. */
    Credentials next(String keyId) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Credentials(keyId, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
