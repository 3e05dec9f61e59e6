package dev.outdial.webhook.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The headers by which a consumer knows that a body is from us, unchanged, and new. */
public final class Signature {

    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /**
     * All of them. While a secret is being replaced both sign, so that the consumer may change over when it likes: the
     * standard's header has room for two signatures, the vendor's needs a second one.
     *
     * @param eventId the same at every attempt, as is the body; only the time is new
     * @param previous the secret that the present one replaces, or null
     */
    public static Map<String, String> headers(
            String eventId, Instant at, byte[] body, SigningSecret secret, @Nullable SigningSecret previous) {
        String timestamp = Long.toString(at.getEpochSecond());
        String vendor = vendor(secret, body);
        String standard = standard(secret, eventId, timestamp, body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", eventId);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                previous == null ? standard : standard + " " + standard(previous, eventId, timestamp, body));
        headers.put("X-DialNexa-Signature", vendor);
        headers.put("x-nexa-signature", vendor);
        if (previous != null) {
            headers.put("X-DialNexa-Signature-Previous", vendor(previous, body));
        }
        return headers;
    }

    private static String vendor(SigningSecret secret, byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(hmac(secret.vendorKey(), body));
    }

    private static String standard(SigningSecret secret, String id, String timestamp, byte[] body) {
        byte[] prefix = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(hmac(secret.standardKey(), prefix, body));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }
}
