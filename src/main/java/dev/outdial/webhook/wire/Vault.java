package dev.outdial.webhook.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets that must be read again: with a key from outside the database (AES-256-GCM, bound to the webhook it belongs
 * to) where the operator has given one, else as they are. The first byte of what is stored says which.
 */
public final class Vault {

    /** Characters that a key has at least. */
    public static final int KEY_MIN = 32;

    private static final byte PLAIN = 0;
    private static final byte SEALED = 1;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final @Nullable SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** A vault that is locked by this key, if there is one: any text of {@link #KEY_MIN} random characters or more. */
    public Vault(Optional<String> key) {
        this.key = key.map(Vault::derived).orElse(null);
    }

    /** What to store for a webhook's secret. */
    public byte[] seal(UUID webhookId, SigningSecret secret) {
        byte[] text = secret.text().getBytes(StandardCharsets.UTF_8);
        if (key == null) {
            return ByteBuffer.allocate(1 + text.length).put(PLAIN).put(text).array();
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, webhookId, text);
        return ByteBuffer.allocate(1 + NONCE + sealed.length)
                .put(SEALED)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** The secret that was stored for a webhook. */
    public SigningSecret open(UUID webhookId, byte[] stored) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        byte form = buffer.get();
        if (form == PLAIN) {
            return new SigningSecret(text(buffer));
        }
        if (form != SEALED || key == null) {
            throw new IllegalStateException("A webhook's secret is sealed: OUTDIAL_SECRET_KEY must be what it was");
        }
        byte[] nonce = new byte[NONCE];
        buffer.get(nonce);
        byte[] sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        byte[] text = run(Cipher.DECRYPT_MODE, key, nonce, webhookId, sealed);
        return new SigningSecret(new String(text, StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    private static SecretKeySpec derived(String key) {
        if (key.length() < KEY_MIN) {
            throw new IllegalArgumentException("OUTDIAL_SECRET_KEY must have at least " + KEY_MIN + " characters");
        }
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new SecretKeySpec(bytes, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] run(int mode, SecretKeySpec key, byte[] nonce, UUID webhookId, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(webhookId.toString().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "A webhook's secret cannot be read: OUTDIAL_SECRET_KEY must be what it was", e);
        }
    }
}
