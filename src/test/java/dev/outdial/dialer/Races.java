package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.Outcome;
import dev.outdial.testing.CampaignRows;
import dev.outdial.testing.CampaignRows.Tenant;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Three sessions on one database, each of a replica of its own, and what a race between them is set up with. */
final class Races implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    final CampaignRows rows;
    private final ManualClock clock = new ManualClock(NOON);
    private final TestDatabase database = TestDatabase.create();
    Session one;
    Session two;
    Session third;
    private Tenant tenant;

    Races() {
        rows = new CampaignRows(database.pool(2), NOON);
        fresh();
    }

    /** Sessions and an organization that nothing has happened to, and nothing else to call. */
    void fresh() {
        database.execute("DELETE FROM open_call; DELETE FROM lead_due; UPDATE campaign SET status = 'paused'");
        one = Session.open(database, clock);
        two = Session.open(database, clock);
        third = Session.open(database, clock);
        tenant = rows.tenant(100);
    }

    /** Puts each second text in the place of the one before it in a function. */
    void change(String function, String... texts) {
        String source = rows.row("SELECT pg_get_functiondef('" + function + "'::regproc)")
                .getString(0);
        for (int i = 0; i < texts.length; i += 2) {
            assertThat(source).contains(texts[i]);
            source = source.replace(texts[i], texts[i + 1]);
        }
        database.execute(source);
    }

    UUID organization() {
        return tenant.id();
    }

    /** A running campaign whose leads are called once more, after a minute. */
    UUID campaign(int cap, int leads, int maxRetries) {
        UUID campaign = rows.campaign(tenant, cap, maxRetries);
        rows.leads(tenant, campaign, leads, "+1415555%04d"::formatted);
        return campaign;
    }

    /** A call of this campaign that this session's replica has out. */
    Claim call(Session session, UUID campaign) {
        rows.run(
                "UPDATE campaign SET status = CASE WHEN id = $1 THEN 'running' ELSE 'paused' END WHERE organization_id = $2",
                Tuple.of(campaign, tenant.id()));
        Claim call = session.start(session.queue().claim(1)).join().getFirst();
        rows.run("UPDATE campaign SET status = 'running' WHERE organization_id = $1", Tuple.of(tenant.id()));
        return call;
    }

    CompletableFuture<List<Claim>> settle(Session session, int refills, Claim... calls) {
        List<Settlement> ends = List.of(calls).stream().map(Races::busy).toList();
        return session.start(session.queue().settle(session.queue().closing(ends, refills)));
    }

    /** Runs statements in a session, as the API does; returns when they are done or wait. */
    CompletableFuture<Void> run(Session session, String sql) {
        return session.start(session.pool().query(sql).execute().replaceWithVoid());
    }

    /** Takes the replica of a session for dead. */
    void isTakenForDead(Session session) {
        rows.run(
                "UPDATE replica SET lease_until = clock_timestamp() WHERE id = $1",
                Tuple.of(session.lease().replica().id()));
    }

    /** What another session sees now. */
    long count(String sql, Object... parameters) {
        return rows.number("SELECT count(*) FROM " + sql, parameters);
    }

    static Settlement busy(Claim call) {
        Outcome outcome = Outcome.unanswered(CallStatus.BUSY, EndReason.USER_BUSY, 486);
        return OpenCall.claimed(call, NOON).ended(outcome, NOON);
    }

    @Override
    public void close() {
        database.close();
    }
}
