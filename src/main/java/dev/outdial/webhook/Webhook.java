package dev.outdial.webhook;

import dev.outdial.http.ApiException;
import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.webhook.wire.SigningSecret;
import dev.outdial.webhook.wire.Vault;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of an organization that wants to be told. The sender changes the columns that say how it is doing, and them
 * alone.
 */
@Entity
@DynamicUpdate
public class Webhook extends PanacheEntityBase {

    static final int RETRY_COUNT_DEFAULT = 8;
    static final int TIMEOUT_MS_DEFAULT = 10_000;

    /** Each event of a call costs as many deliveries as there are subscriptions to it. */
    static final int EACH_MAX = 50;

    /** So long both secrets sign, so that a consumer can change over when it likes. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String OWN = "id = ?1 and organizationId = ?2";

    /** Two that are made at once must not both be the last that is allowed. */
    private static final String LOCK = "SELECT id FROM organization WHERE id = ?1 FOR NO KEY UPDATE";

    @Id
    public UUID id;

    public UUID organizationId;
    public String url;
    public String[] events;
    /** Sealed by {@link Vault}. */
    public byte[] secret;

    public byte @Nullable [] previousSecret;
    public @Nullable Instant previousSecretUntil;
    public boolean isActive = true;
    public int retryCount = RETRY_COUNT_DEFAULT;
    public int timeoutMs = TIMEOUT_MS_DEFAULT;
    /** Since when it has done nothing but fail; null while it is well. */
    public @Nullable Instant failingSince;

    public @Nullable Instant restingUntil;
    /** When the service made it inactive by itself, and why. */
    public @Nullable Instant disabledAt;

    public @Nullable String disabledReason;
    public Instant createdAt;
    public Instant updatedAt;

    /** A new one, not yet stored, without an address and a secret. */
    static Webhook of(UUID organizationId, Instant now) {
        Webhook webhook = new Webhook();
        webhook.id = Ids.next();
        webhook.organizationId = organizationId;
        webhook.createdAt = now;
        webhook.updatedAt = now;
        return webhook;
    }

    /** The organization's webhook of this id, in the current session; fails with 404 where there is none. */
    static Uni<Webhook> get(UUID id, UUID organizationId) {
        return found(Webhook.<Webhook>find(OWN, id, organizationId).firstResult());
    }

    /** As {@link #get}, for a change in the current transaction. */
    static Uni<Webhook> change(UUID id, UUID organizationId) {
        return found(Webhook.<Webhook>find(OWN, id, organizationId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult());
    }

    /** Stores it in the current transaction; 409 where the organization has as many as it may. */
    Uni<Webhook> add() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, UUID.class)
                        .setParameter(1, organizationId)
                        .getSingleResult())
                .chain(() -> Webhook.count("organizationId", organizationId))
                .chain(others -> {
                    if (others >= EACH_MAX) {
                        throw ApiException.conflict("An organization can have at most " + EACH_MAX + " webhooks");
                    }
                    return persist();
                });
    }

    /** Signs with this secret from now on, and with the present one, if that is another, for a while as well. */
    void sign(SigningSecret wanted, Vault vault, Instant realNow) {
        if (secret != null) {
            if (vault.open(id, secret).equals(wanted)) {
                return;
            }
            previousSecret = secret;
            previousSecretUntil = realNow.plus(OVERLAP);
        }
        secret = vault.seal(id, wanted);
    }

    /** What was wrong with it counts no more: its owner has changed its address, or wants to try again. */
    void forgive() {
        failingSince = null;
        restingUntil = null;
        disabledAt = null;
        disabledReason = null;
    }

    private static Uni<Webhook> found(Uni<Webhook> webhook) {
        return webhook.onItem().ifNull().failWith(PublicId.WEBHOOK::notFound);
    }
}
