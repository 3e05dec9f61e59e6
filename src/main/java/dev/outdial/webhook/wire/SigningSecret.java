package dev.outdial.webhook.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's owner and we alone know. The vendor's headers are made with the text as it is. So are those of Standard
 * Webhooks, unless it is in that standard's own form: then with the bytes it stands for, as its libraries do.
 */
public record SigningSecret(String text) {

    /** What a text that is none is told, after "secret must". */
    public static final String RULE = "be base64 after whsec_";

    private static final String STANDARD = "whsec_";

    /** Whether this can be a secret: what begins like one of Standard Webhooks must be one. */
    public static boolean isValid(String text) {
        return !text.startsWith(STANDARD) || decoded(text) != null;
    }

    byte[] vendorKey() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] standardKey() {
        byte[] bytes = text.startsWith(STANDARD) ? decoded(text) : null;
        return bytes == null ? vendorKey() : bytes;
    }

    @Override
    public String toString() {
        return "********";
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(STANDARD.length()));
            return bytes.length == 0 ? null : bytes;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
