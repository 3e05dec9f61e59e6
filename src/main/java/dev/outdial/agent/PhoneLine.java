package dev.outdial.agent;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.phone.NumberReading;
import dev.outdial.phone.PhoneNumbers;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A caller number of an organization: calls are made from it, through its carrier and within its limits. An organization
 * has a number once; another organization may have it as well.
 */
@Entity
@DynamicUpdate
public class PhoneLine extends PanacheEntityBase {

    /** What a caller number that is not {@link #isCallerNumber} is told, after the field's name and "must". */
    public static final String NUMBER_RULE = "be a valid E.164 phone number";

    private static final String OWN = "id = ?1 and organizationId = ?2";
    private static final String ADD = """
            INSERT INTO phone_line (id, organization_id, phone_number, carrier, created_at)
            VALUES (:id, :organization, :number, NULL, :now)
                ON CONFLICT (organization_id, phone_number) DO NOTHING
            """;

    @Id
    public UUID id;

    public UUID organizationId;
    /** E.164. */
    public String phoneNumber;
    /** What the organization calls it, or null. */
    public String name;
    /** The kind of its carrier, or null for the one that the operator configured for all. */
    public String carrier;
    /** Starts in a second, 0.001 to 1000, or null for no limit of its own. */
    public BigDecimal callsPerSecond;
    /** Calls at once, or null for no limit of its own. */
    public Integer maxConcurrentCalls;

    public Instant createdAt;

    /** Whether calls can be made from this text: an existing kind of number in exactly the form of E.164. */
    public static boolean isCallerNumber(String text) {
        return PhoneNumbers.isE164(text)
                && PhoneNumbers.normalize(text, null, null) instanceof NumberReading.Valid(String e164)
                && e164.equals(text);
    }

    /** A new line, not yet stored, with the operator's carrier and no limits. */
    static PhoneLine of(UUID organizationId, String phoneNumber, Instant now) {
        PhoneLine line = new PhoneLine();
        line.id = Ids.next();
        line.organizationId = organizationId;
        line.phoneNumber = phoneNumber;
        line.createdAt = now;
        return line;
    }

    /**
     * The organization's line of this number, made in the current transaction where there is none: a campaign may name a
     * number that nobody has registered. Two that do so at once get the same line.
     *
     * @param phoneNumber {@link #isCallerNumber}
     */
    public static Uni<PhoneLine> named(UUID organizationId, String phoneNumber, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter("id", Ids.next())
                        .setParameter("organization", organizationId)
                        .setParameter("number", phoneNumber)
                        .setParameter("now", now)
                        .executeUpdate())
                // A statement of its own sees the row of whoever was faster.
                .chain(() -> PhoneLine.<PhoneLine>find(
                                "organizationId = ?1 and phoneNumber = ?2", organizationId, phoneNumber)
                        .singleResult());
    }

    /** The organization's line of this id, in the current session; fails with 404 where there is none. */
    public static Uni<PhoneLine> get(UUID id, UUID organizationId) {
        return found(PhoneLine.<PhoneLine>find(OWN, id, organizationId).firstResult());
    }

    /** As {@link #get}, for a change in the current transaction. Claims on the line wait until it ends. */
    static Uni<PhoneLine> change(UUID id, UUID organizationId) {
        return found(PhoneLine.<PhoneLine>find(OWN, id, organizationId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult());
    }

    private static Uni<PhoneLine> found(Uni<PhoneLine> line) {
        return line.onItem().ifNull().failWith(PublicId.PHONE_NUMBER::notFound);
    }
}
