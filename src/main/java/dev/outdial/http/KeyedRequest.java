package dev.outdial.http;

import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known, once the client has proved who it is, of a request that brought an Idempotency-Key. */
@RequestScoped
public class KeyedRequest {

    /** The request's header. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern WELL_FORMED = Pattern.compile("[!-~](?:[ -~]{0,253}[!-~])?");

    private @Nullable Key key;
    private String body = "";

    /** The key of the current request, if there are both. */
    static Optional<Key> current() {
        return Arc.container().requestContext().isActive()
                ? Arc.container().instance(KeyedRequest.class).get().key()
                : Optional.empty();
    }

    /**
     * Notes the key.
     *
     * @param text the header
     * @param request what is asked for: method, path and query
     * @param status of an answer that has no other
     * @param organizationId whose key it is: others may have the same
     * @param secret what only the client has
     */
    public void begin(String text, String request, int status, UUID organizationId, String secret) {
        if (!WELL_FORMED.matcher(text).matches()) {
            throw ApiException.badRequest(HEADER + " must be 1 to 255 printable ASCII characters");
        }
        String hash = Sha256.hex(text.getBytes(StandardCharsets.US_ASCII));
        key = new Key(organizationId, hash, request, status, new Sealing(secret, organizationId + hash));
    }

    /** Takes the body into account, where it is read as a whole. */
    void body(byte[] bytes) {
        if (key != null) {
            body = Sha256.hex(bytes);
        }
    }

    /** The key with the body so far. */
    Optional<Key> key() {
        return Optional.ofNullable(key).map(found -> found.of(FormDigest.current(), body));
    }

    /**
     * The key of a request, apart from the request.
     *
     * @param hash of the key itself, which is for the client to know
     */
    record Key(
            UUID organizationId,
            String hash,
            String request,
            int status,
            Sealing sealing,
            String body,
            @Nullable FormDigest form) {

        Key(UUID organizationId, String hash, String request, int status, Sealing sealing) {
            this(organizationId, hash, request, status, sealing, "", null);
        }

        Key of(@Nullable FormDigest form, String body) {
            return new Key(organizationId, hash, request, status, sealing, body, form);
        }

        /** What the request asks for, in a hash. */
        Uni<String> fingerprint() {
            Uni<String> content = form == null ? Uni.createFrom().item(body) : form.digest();
            return content.map(digest -> Sha256.hex((request + " " + digest).getBytes(StandardCharsets.UTF_8)));
        }

        /** The answer that was given before, or 409 when it is not for this client to see. */
        RuntimeException replay(Note.Found found) {
            String answer = Objects.requireNonNull(found.answer());
            boolean sealed = Boolean.TRUE.equals(found.sealed());
            return sealing.open(answer, sealed)
                    .<RuntimeException>map(text -> new Replay(Objects.requireNonNull(found.status()), text))
                    .orElseGet(() -> ApiException.conflict(
                            "The first answer holds a secret and is repeated only to the API key that asked for it"));
        }
    }
}
