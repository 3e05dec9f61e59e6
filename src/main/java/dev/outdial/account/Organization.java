package dev.outdial.account;

import dev.outdial.http.Ids;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** A tenant: everything else belongs to exactly one. Its row is what the dialer locks to keep to its limit. */
@Entity
@DynamicUpdate
public class Organization extends PanacheEntityBase {

    /** The most calls an organization may have out at once, whatever it is given. */
    static final int MAX_CONCURRENT_CALLS_LIMIT = 10_000;

    static final int MAX_CONCURRENT_CALLS_DEFAULT = 1_000;

    @Id
    public UUID id;

    public String name;

    public int maxConcurrentCalls;

    public Instant createdAt;

    /** A new organization, not yet stored. */
    static Organization named(String name, int maxConcurrentCalls, Instant now) {
        Organization organization = new Organization();
        organization.id = Ids.next();
        organization.name = name;
        organization.maxConcurrentCalls = maxConcurrentCalls;
        organization.createdAt = now;
        return organization;
    }
}
