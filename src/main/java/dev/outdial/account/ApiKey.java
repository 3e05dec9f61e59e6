package dev.outdial.account;

import dev.outdial.http.ApiException;
import dev.outdial.http.PublicId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A key of an organization. It is made, used and revoked; its name, secret and scopes never change. */
@Entity
public class ApiKey extends PanacheEntityBase {

    // SQL, because HQL's array_contains compares text[] with varchar[], which PostgreSQL does not.
    private static final String LOCK_LIVE = """
            SELECT * FROM api_key
            WHERE revoked_at IS NULL AND (organization_id = ?1 OR 'operator' = ANY (scopes))
            ORDER BY id
            FOR UPDATE""";

    @Id
    public UUID id;

    public UUID organizationId;
    public String keyId;
    public byte[] secretHash;
    public String name;
    public String[] scopes;
    public Instant createdAt;
    public Instant lastUsedAt;
    public Instant revokedAt;

    /** A new key, not yet stored, that accepts these credentials. */
    static ApiKey accepting(
            Credentials credentials, UUID id, UUID organizationId, String name, Collection<Scope> scopes) {
        ApiKey key = new ApiKey();
        key.id = id;
        key.organizationId = organizationId;
        key.keyId = credentials.keyId();
        key.secretHash = credentials.secretHash();
        key.name = name;
        key.scopes = scopes.stream().sorted().distinct().map(Scope::text).toArray(String[]::new);
        return key;
    }

    /**
     * Revokes a key of this organization in the current transaction. The last admin key of an organization and the last
     * operator key of all stay: without them nobody could make the next one.
     */
    static Uni<ApiKey> revoke(UUID id, UUID organizationId, Instant now) {
        // All at once and in one order, so that two admins cannot revoke each other's key at the same time.
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK_LIVE, ApiKey.class)
                        .setParameter(1, organizationId)
                        .getResultList())
                .map(live -> revoke(live, id, organizationId, now));
    }

    private static ApiKey revoke(List<ApiKey> live, UUID id, UUID organizationId, Instant now) {
        ApiKey key = live.stream()
                .filter(one -> one.id.equals(id) && one.organizationId.equals(organizationId))
                .findFirst()
                .orElseThrow(PublicId.API_KEY::notFound);
        List<ApiKey> others = live.stream().filter(one -> !one.id.equals(id)).toList();
        if (key.has(Scope.OPERATOR) && others.stream().noneMatch(one -> one.has(Scope.OPERATOR))) {
            throw ApiException.conflict("The last operator key cannot be revoked: make another one first");
        }
        if (key.has(Scope.ADMIN)
                && others.stream()
                        .noneMatch(one -> one.has(Scope.ADMIN) && one.organizationId.equals(organizationId))) {
            throw ApiException.conflict("The last admin key cannot be revoked: make another one first");
        }
        key.revokedAt = now;
        return key;
    }

    /** The scopes it was given. */
    List<Scope> scopes() {
        return Arrays.stream(scopes).map(Scope::of).toList();
    }

    private boolean has(Scope scope) {
        return scopes().contains(scope);
    }
}
