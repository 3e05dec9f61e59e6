package dev.outdial.call;

import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens with which the agent of a call may send its result, and do nothing else. A token is the call's id, signed with
 * a secret of the database's: nothing is stored per call, every replica knows it, and it is good for as long as the call is
 * remembered.
 */
@ApplicationScoped
public class CallTokens {

    private static final String SECRET = "SELECT secret FROM server_secret WHERE name = 'call_token'";
    private static final String PREFIX = "crt_";
    private static final String HMAC = "HmacSHA256";

    private final Uni<Signer> signer;

    CallTokens(Pool pool) {
        signer = pool.preparedQuery(SECRET)
                .execute()
                .map(rows ->
                        new Signer(rows.iterator().next().getBuffer("secret").getBytes()))
                .memoize()
                .indefinitely();
    }

    /** Completes when the secret has been read: what makes tokens from then on. */
    public Uni<Signer> signer() {
        return signer;
    }

    /** Makes tokens. */
    public static final class Signer {

        private final SecretKeySpec key;

        Signer(byte[] secret) {
            key = new SecretKeySpec(secret, HMAC);
        }

        /** The token of a call. */
        public String token(UUID call) {
            try {
                Mac mac = Mac.getInstance(HMAC);
                mac.init(key);
                byte[] signature = mac.doFinal(PublicId.CALL.text(call).getBytes(StandardCharsets.US_ASCII));
                return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException(e); // Every Java platform has it, and takes any key.
            }
        }

        /** Whether this is the token of that call, in the same time for any two of one length. */
        boolean isTokenOf(UUID call, String token) {
            return MessageDigest.isEqual(
                    token(call).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        }
    }
}
