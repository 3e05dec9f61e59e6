package dev.outdial.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts an answer that holds a secret, so that it can be repeated to the client that asked for it without being
 * readable to whoever has the database. The key is derived from the client's own secret, of which we keep but a hash.
 *
 * @param secret the client's
 * @param occasion what it is derived for: each gets another key
 */
record Sealing(String secret, String occasion) {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Encrypts. */
    String seal(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text as it was; empty when it was sealed for somebody else. */
    Optional<String> open(String text, boolean sealed) {
        if (!sealed) {
            return Optional.of(text);
        }
        ByteBuffer stored = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        byte[] nonce = new byte[NONCE_BYTES];
        stored.get(nonce);
        byte[] content = new byte[stored.remaining()];
        stored.get(content);
        try {
            return Optional.of(new String(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(content), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Without the secret: this may end up in a log. */
    @Override
    public String toString() {
        return "Sealing for " + occasion;
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] key = mac.doFinal(("idempotency " + occasion).getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
