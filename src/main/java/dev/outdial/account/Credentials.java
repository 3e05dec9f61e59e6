package dev.outdial.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client proves itself with: the public name of a key and its secret, written {@code keyId:secret}. Only the
 * SHA-256 of a secret is ever stored; ours have 256 random bits, so a slow hash would protect nothing.
 */
record Credentials(String keyId, String secret) {

    /** Of a secret that a person chose. */
    static final int SECRET_MIN = 16;

    static final int SECRET_VARIETY_MIN = 5;

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,200}");
    private static final String SCHEME = "Bearer ";

    /** Reads {@code keyId:secret}; empty for any other text. */
    static Optional<Credentials> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        Credentials credentials = new Credentials(text.substring(0, colon), text.substring(colon + 1));
        return credentials.isWellFormed() ? Optional.of(credentials) : Optional.empty();
    }

    /** Reads an {@code Authorization} header; empty when it is missing or no bearer's. */
    static Optional<Credentials> ofHeader(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? parse(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** What of the secret is stored. */
    byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Whether the secret is the one with this hash, in the same time for any two secrets of one length. */
    boolean match(byte[] storedHash) {
        return MessageDigest.isEqual(secretHash(), storedHash);
    }

    /** What the client sends after "Bearer". */
    String key() {
        return keyId + ":" + secret;
    }

    /** Without the secret: this may end up in a log. */
    @Override
    public String toString() {
        return keyId + ":********";
    }

    private boolean isWellFormed() {
        return KEY_ID.matcher(keyId).matches() && SECRET.matcher(secret).matches();
    }
}
