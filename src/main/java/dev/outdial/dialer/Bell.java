package dev.outdial.dialer;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Wakes the dialers of other replicas, and is woken by them, through the database's NOTIFY. A ring that gets lost costs
 * a poll interval, never a lead.
 */
final class Bell {

    private static final Logger LOG = Logger.getLogger(Bell.class);

    private static final String CHANNEL = "outdial_leads_due";

    /** Commits of notifying transactions wait for each other: so many rings as fall into this time are one. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** A connection that died without a word is found out by asking. */
    private static final Duration PING = Duration.ofSeconds(10);

    private final Pool pool;
    private final String replica;
    private final Runnable woken;
    private final Mailbox<Bell> rings = new Mailbox<>();

    /** @param woken run when another replica has rung, and once after each (re)connection */
    Bell(Pool pool, UUID replica, Runnable woken) {
        this.pool = pool;
        this.replica = replica.toString();
        this.woken = woken;
    }

    /** Tells the other replicas that leads may be due. */
    void ring() {
        rings.put(this);
    }

    /** Rings that were asked for, sent. */
    Multi<Void> ringing() {
        return Multi.createBy()
                .repeating()
                .uni(() -> rings.next(Integer.MAX_VALUE).chain(many -> send()))
                .withDelay(PAUSE)
                .indefinitely();
    }

    /** Listens for as long as it is subscribed, connecting again whenever the connection is lost. */
    Multi<Void> listening() {
        return Multi.createBy()
                .repeating()
                .uni(() -> listenOnce())
                .withDelay(PAUSE)
                .indefinitely();
    }

    private Uni<Void> send() {
        return pool.preparedQuery("SELECT pg_notify($1, $2)")
                .execute(Tuple.of(CHANNEL, replica))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("Could not wake the other replicas, their poll will: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> listenOnce() {
        return pool.getConnection()
                .chain(connection -> listen(connection))
                .onFailure()
                .invoke(failure -> LOG.debugf("Not listening to the other replicas: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> listen(SqlConnection connection) {
        PgConnection.cast(connection.getDelegate()).notificationHandler(heard -> {
            if (!heard.getPayload().equals(replica)) {
                woken.run();
            }
        });
        return connection
                .query("LISTEN " + CHANNEL)
                .execute()
                .invoke(listening -> woken.run()) // What was rung in between is lost.
                .chain(() -> Multi.createFrom()
                        .ticks()
                        .every(PING)
                        .onItem()
                        .transformToUniAndConcatenate(
                                tick -> connection.query("SELECT 1").execute())
                        .onItem()
                        .ignoreAsUni())
                .eventually(connection::close);
    }
}
