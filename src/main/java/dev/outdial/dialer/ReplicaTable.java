package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** The roster as a table that all replicas of a database share. */
final class ReplicaTable implements Roster {

    private static final String REGISTER = "SELECT register_replica_v1($1, $2, $3, $4) AS shard";

    private static final String RENEW = """
            UPDATE replica SET lease_until = real_now() + $2 * interval '1 millisecond'
             WHERE id = $1 AND lease_until > real_now()
            """;

    private static final String END = "UPDATE replica SET lease_until = real_now() WHERE id = $1";

    private final Pool pool;
    private final String host;
    private final double timeScale;

    /** @param timeScale how fast business time runs here; nobody enters while a live replica has another */
    ReplicaTable(Pool pool, String host, double timeScale) {
        this.pool = pool;
        this.host = host;
        this.timeScale = timeScale;
    }

    @Override
    public Uni<Replica> enter(UUID id, Duration lease) {
        return pool.preparedQuery(REGISTER)
                .execute(Tuple.of(id, host, timeScale, lease.toMillis()))
                .map(rows -> new Replica(id, rows.iterator().next().getInteger("shard")));
    }

    @Override
    public Uni<Boolean> renew(UUID id, Duration lease) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(id, lease.toMillis()))
                .map(renewed -> renewed.rowCount() == 1);
    }

    @Override
    public Uni<Void> leave(UUID id) {
        return pool.preparedQuery(END).execute(Tuple.of(id)).replaceWithVoid();
    }
}
