package dev.outdial.campaign;

import dev.outdial.account.DoNotCall;
import dev.outdial.hours.LeadZones;
import dev.outdial.http.Input;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;

/** What a client wants to be different about a lead that was not called yet. */
record LeadChange(LeadInput said) {

    /** Where its campaign has calling hours, a lead waits among those of its zones. */
    private static final String MOVE_IN_QUEUE = """
            UPDATE lead_due SET rank = ?2, zones = CASE WHEN zones > '' THEN ?3 ELSE zones END WHERE lead_id = ?1""";

    static LeadChange read(Input in) {
        LeadInput said = LeadInput.read(in);
        said.phoneNumber().notNull();
        said.notes().notNull();
        said.priority().notNull();
        in.verify();
        return new LeadChange(said);
    }

    /** Changes the lead in a transaction of its own, or ends the request with 404, 409 or 400. */
    Uni<Void> apply(UUID organizationId, UUID leadId, Instant now) {
        return Panache.withTransaction(() -> Lead.beforeItsFirstCall(organizationId, leadId)
                .chain(lead -> lead == null ? tooLate(organizationId, leadId) : apply(lead, now)));
    }

    private Uni<Void> apply(Lead lead, Instant now) {
        return Campaign.<Campaign>findById(lead.campaignId)
                .map(campaign -> said.e164(campaign.fromPhoneNumber).or(lead.phoneNumber))
                .call(number -> refuseIfListed(lead.organizationId, number))
                .invoke(number -> {
                    lead.phoneNumber = number;
                    said.name().ifSent(_ -> lead.name = said.called());
                    said.notes().ifGiven(notes -> lead.notes = NewLead.json(notes));
                    said.externalId().ifSent(id -> lead.externalId = id);
                    said.timeZone().ifSent(zone -> lead.timeZone = zone);
                    said.priority().ifGiven(priority -> lead.priority = priority.shortValue());
                    lead.zones = LeadZones.of(lead.timeZone, lead.phoneNumber);
                    lead.updatedAt = now;
                })
                .chain(() -> Panache.getSession())
                .chain(session -> session.createNativeQuery(MOVE_IN_QUEUE)
                        .setParameter(1, lead.id)
                        .setParameter(2, -lead.priority)
                        .setParameter(3, lead.zones)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> refuseIfListed(UUID organizationId, String number) {
        return DoNotCall.holds(organizationId, number)
                .invoke(listed -> {
                    if (listed) {
                        throw Enrollment.suppressed(number);
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> tooLate(UUID organizationId, UUID leadId) {
        return Lead.known(organizationId, leadId).chain(lead -> Uni.createFrom().failure(lead.unchangeable()));
    }
}
