package dev.outdial.agent;

import dev.outdial.account.Gate;
import dev.outdial.http.ApiException;
import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.phone.NumberReading;
import dev.outdial.phone.PhoneNumbers;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

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
            INSERT INTO phone_line (id, organization_id, phone_number, name, carrier, calls_per_second,
                                    max_concurrent_calls, created_at)
            VALUES (:id, :organization, :number, :name, :carrier, :cps, :calls, :now)
                ON CONFLICT (organization_id, phone_number) DO NOTHING
            """;
    private static final String CAMPAIGNS = "SELECT count(*) FROM campaign WHERE line_id = :line";

    @Id
    public UUID id;

    public UUID organizationId;
    /** E.164. */
    public String phoneNumber;
    /** What the organization calls it, or null. */
    public @Nullable String name;
    /** The kind of its carrier, or null for the one that the operator configured for all. */
    public @Nullable String carrier;
    /** Starts in a second, 0.001 to 1000, or null for no limit of its own. */
    public @Nullable BigDecimal callsPerSecond;
    /** Calls at once, or null for no limit of its own. */
    public @Nullable Integer maxConcurrentCalls;

    /** Where its own SIP trunk takes calls, or null where it has none. */
    @Formula("(select t.termination_uri from sip_trunk t where t.line_id = id)")
    public @Nullable String terminationUri;

    /** Whom that trunk knows it as, or null for nobody. */
    @Formula("(select t.username from sip_trunk t where t.line_id = id)")
    public @Nullable String sipUsername;

    public Instant createdAt;

    /** Nothing starts on it until then, because its carrier asked to slow down. The dialer's. */
    @Column(insertable = false, updatable = false)
    public @Nullable Instant heldUntil;

    /** Nothing starts on it until then, because its calls failed at the carrier; then one call tries it. The dialer's. */
    @Column(insertable = false, updatable = false)
    public @Nullable Instant brokenUntil;

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
        return of(organizationId, phoneNumber, now)
                .add()
                // A statement of its own sees the row of whoever was faster.
                .chain(() -> PhoneLine.<PhoneLine>find(
                                "organizationId = ?1 and phoneNumber = ?2", organizationId, phoneNumber)
                        .singleResult());
    }

    /** Stores a new line in the current transaction; false when the organization has the number already. */
    Uni<Boolean> add() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter("id", id)
                        .setParameter("organization", organizationId)
                        .setParameter("number", phoneNumber)
                        .setParameter("name", name)
                        .setParameter("carrier", carrier)
                        .setParameter("cps", callsPerSecond)
                        .setParameter("calls", maxConcurrentCalls)
                        .setParameter("now", createdAt)
                        .executeUpdate())
                .map(added -> added == 1);
    }

    /** The organization's line of this id, in the current session; fails with 404 where there is none. */
    public static Uni<PhoneLine> get(UUID id, UUID organizationId) {
        return found(PhoneLine.<PhoneLine>find(OWN, id, organizationId).firstResult());
    }

    /**
     * As {@link #get}, for a change in the current transaction, whose first statement this is. Claims on the line wait
     * until it ends, and so do those who fill its freed slots.
     */
    static Uni<PhoneLine> change(UUID id, UUID organizationId) {
        return Gate.close(id)
                .chain(() -> found(PhoneLine.<PhoneLine>find(OWN, id, organizationId)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult()));
    }

    /**
     * As {@link #get}, and it will not be deleted before the current transaction ends: for whoever stores something that
     * is to use it.
     */
    static Uni<PhoneLine> keep(UUID id, UUID organizationId) {
        return found(PhoneLine.<PhoneLine>find(OWN, id, organizationId)
                .withLock(LockModeType.PESSIMISTIC_READ)
                .firstResult());
    }

    /**
     * Deletes it in the current transaction, in which it was found by {@link #change}. 409 once a campaign has it, finished
     * or not: a finished one begins again with its next lead. 409 as well while an agent has it.
     */
    Uni<Void> remove() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CAMPAIGNS, Long.class)
                        .setParameter("line", id)
                        .getSingleResult())
                .invoke(campaigns -> refuseWhile(campaigns, "campaigns have it as their caller number"))
                .chain(() -> Agent.count("outboundPhoneNumberId = ?1 and deletedAt is null", id))
                .invoke(agents -> refuseWhile(agents, "agents have it as their outbound number"))
                .chain(this::delete);
    }

    private static void refuseWhile(long users, String reason) {
        if (users > 0) {
            throw ApiException.conflict("The phone number cannot be deleted: " + reason + " (" + users + ")");
        }
    }

    private static Uni<PhoneLine> found(Uni<PhoneLine> line) {
        return line.onItem().ifNull().failWith(PublicId.PHONE_NUMBER::notFound);
    }
}
