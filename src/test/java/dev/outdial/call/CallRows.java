package dev.outdial.call;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import dev.outdial.testing.CampaignRow;
import dev.outdial.testing.Tenant;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one organization's calls as the dialer would have, out or ended. */
final class CallRows {

    static final String CALLER = "+14155550100";

    private final Pool pool;
    final UUID organization;
    final UUID line;

    CallRows(Pool pool, Tenant tenant) {
        this.pool = pool;
        organization = PublicId.ORGANIZATION.uuidOrNotFound(tenant.id());
        line = Ids.next();
        run(
                "INSERT INTO phone_line (id, organization_id, phone_number, carrier, created_at)"
                        + " VALUES ($1, $2, $3, 'simulator', now())",
                Tuple.of(line, organization, CALLER));
    }

    UUID agent() {
        UUID id = Ids.next();
        run("""
                INSERT INTO agent (id, organization_id, title, route, ring_duration_sec, max_call_duration_sec,
                                   default_dynamic_variables, voicemail_detection, settings, created_at, updated_at)
                VALUES ($1, $2, 'Asha', '{"kind": "simulated"}', 30, 600, '{}', true, '{}', now(), now())
                """, Tuple.of(id, organization));
        return id;
    }

    /** Paused, so that the dialer of the test's own service leaves it alone. */
    UUID campaign(UUID agent) {
        return CampaignRow.insert(pool, organization, agent, line, "paused");
    }

    void delete(UUID campaign) {
        run("UPDATE campaign SET deleted_at = now() WHERE id = $1", Tuple.of(campaign));
    }

    UUID lead(UUID campaign, String number) {
        UUID id = Ids.next();
        run("""
                INSERT INTO lead (id, campaign_id, organization_id, phone_number, notes, priority, created_at, updated_at)
                VALUES ($1, $2, $3, $4, '{"city": "Pune"}', 5, now(), now())
                """, Tuple.of(id, campaign, organization, number));
        return id;
    }

    /** The first attempt to reach a new lead, as it is when the carrier has not answered yet. */
    Call call(UUID agent, UUID campaign, String number, Instant created) {
        return new Call(agent, campaign, lead(campaign, number), number, created);
    }

    private void run(String sql, Tuple parameters) {
        pool.preparedQuery(sql).executeAndAwait(parameters);
    }

    /** One attempt, told step by step. */
    final class Call {

        final UUID id = Ids.next();
        final UUID agent;
        final UUID campaign;
        final UUID lead;
        final String number;
        final Instant created;
        private int attempt = 1;

        private Call(UUID agent, UUID campaign, UUID lead, String number, Instant created) {
            this.agent = agent;
            this.campaign = campaign;
            this.lead = lead;
            this.number = number;
            this.created = created;
        }

        /** The next attempt to reach the same lead. */
        Call again(Instant at) {
            Call next = new Call(agent, campaign, lead, number, at);
            next.attempt = attempt + 1;
            return next;
        }

        /** It is out. Its replica is the one that runs, which knows nothing of it, and its deadline is far. */
        Call open(String phase) {
            run(
                    """
                    INSERT INTO open_call (id, lead_id, campaign_id, organization_id, line_id, attempt, replica_id, phase,
                                           start_by, created_at, placed_at, answered_at, deadline, carrier_call_id)
                    SELECT $1, $2, $3, $4, $5, $6, (SELECT id FROM replica ORDER BY started_at DESC LIMIT 1), $7,
                           now() + interval '1 day', $8, CASE WHEN $7 <> 'intent' THEN $8 + interval '1 s' END,
                           CASE WHEN $7 = 'answered' THEN $8 + interval '5 s' END, now() + interval '1 day',
                           CASE WHEN $7 <> 'intent' THEN 'sim-1' END
                    """,
                    Tuple.tuple()
                            .addUUID(id)
                            .addUUID(lead)
                            .addUUID(campaign)
                            .addUUID(organization)
                            .addUUID(line)
                            .addInteger(attempt)
                            .addString(phase)
                            .addOffsetDateTime(created.atOffset(ZoneOffset.UTC)));
            return this;
        }

        /** Nobody picked up. */
        Call ended(String status, String reason) {
            return log(status, reason, null);
        }

        /** Somebody did, five seconds after it was decided. */
        Call talked(Duration duration) {
            return log("completed", "user_disconnected", duration);
        }

        private Call log(String status, String reason, @Nullable Duration talk) {
            run("DELETE FROM open_call WHERE id = $1", Tuple.of(id));
            Instant answered = talk == null ? null : created.plusSeconds(5);
            Instant ended = answered == null ? created.plusSeconds(30) : answered.plus(talk);
            run(
                    """
                    INSERT INTO call_log (id, lead_id, campaign_id, organization_id, agent_id, attempt, phone_number,
                                          from_phone_number, carrier, carrier_call_id, status, end_reason, answered_by,
                                          sip_code, duration_ms, created_at, placed_at, answered_at, ended_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'simulator', 'sim-1', $9, $10, $11, $12, $13, $14, $15, $16, $17)
                    """,
                    Tuple.tuple()
                            .addUUID(id)
                            .addUUID(lead)
                            .addUUID(campaign)
                            .addUUID(organization)
                            .addUUID(agent)
                            .addInteger(attempt)
                            .addString(number)
                            .addString(CALLER)
                            .addString(status)
                            .addString(reason)
                            .addString(talk == null ? null : "human")
                            .addInteger(talk == null ? 486 : 200)
                            .addLong(talk == null ? 0 : talk.toMillis())
                            .addOffsetDateTime(created.atOffset(ZoneOffset.UTC))
                            .addOffsetDateTime(created.plusSeconds(1).atOffset(ZoneOffset.UTC))
                            .addOffsetDateTime(answered == null ? null : answered.atOffset(ZoneOffset.UTC))
                            .addOffsetDateTime(ended.atOffset(ZoneOffset.UTC)));
            return this;
        }

        String logId() {
            return PublicId.CALL_LOG.text(id);
        }

        String callId() {
            return PublicId.CALL.text(id);
        }
    }
}
