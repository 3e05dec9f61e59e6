package dev.outdial.http;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The row of a request's Idempotency-Key, seen from the transaction that it belongs to. */
sealed interface Note {

    /** The request's. */
    KeyedRequest.Key key();

    /** What became of the key so far; when that is nothing, the row is written. */
    Uni<Found> ask();

    /** Writes what the client was told. */
    Uni<Void> answer(int status, String answer, boolean sealed);

    /** An answer of {@code once_v1}; all but the state is null unless there is an answer to be repeated. */
    record Found(
            String state,
            @Nullable Integer status,
            @Nullable String answer,
            @Nullable Boolean sealed) {}

    /** In a transaction of the pool's own. */
    record OnConnection(SqlConnection connection, KeyedRequest.Key key, String fingerprint) implements Note {

        private static final String ASK = "SELECT state, status, answer, sealed FROM once_v1($1, $2, $3)";

        private static final String RECALL = """
                SELECT 'answered', status, answer, sealed FROM idempotency
                 WHERE organization_id = $1 AND key_hash = $2 AND fingerprint = $3 AND status IS NOT NULL
                   AND created_at >= now() - interval '24 hours'""";

        private static final String ANSWER = """
                UPDATE idempotency SET status = $3, answer = $4, sealed = $5
                WHERE organization_id = $1 AND key_hash = $2""";

        @Override
        public Uni<Found> ask() {
            return connection
                    .preparedQuery(ASK)
                    .execute(Tuple.of(key.organizationId(), key.hash(), fingerprint))
                    .map(rows -> found(rows.iterator().next()));
        }

        /** The answer that was given before, without asking for another. */
        Uni<Optional<Found>> recall() {
            return connection
                    .preparedQuery(RECALL)
                    .execute(Tuple.of(key.organizationId(), key.hash(), fingerprint))
                    .map(rows -> rows.stream().map(OnConnection::found).findFirst());
        }

        private static Found found(Row row) {
            return new Found(row.getString(0), row.getInteger(1), row.getString(2), row.getBoolean(3));
        }

        @Override
        public Uni<Void> answer(int status, String answer, boolean sealed) {
            return connection
                    .preparedQuery(ANSWER)
                    .execute(Tuple.of(key.organizationId(), key.hash(), status, answer, sealed))
                    .replaceWithVoid();
        }
    }

    /** In the current transaction of the current Hibernate session. */
    record InSession(KeyedRequest.Key key, String fingerprint) implements Note {

        private static final String ASK = "SELECT state, status, answer, sealed FROM once_v1(?1, ?2, ?3)";

        private static final String ANSWER = """
                UPDATE idempotency SET status = ?3, answer = ?4, sealed = ?5
                WHERE organization_id = ?1 AND key_hash = ?2""";

        @Override
        public Uni<Found> ask() {
            return Panache.getSession()
                    .chain(session -> session.createNativeQuery(ASK, Object[].class)
                            .setParameter(1, key.organizationId())
                            .setParameter(2, key.hash())
                            .setParameter(3, fingerprint)
                            .getSingleResult())
                    .map(row -> new Found((String) row[0], (Integer) row[1], (String) row[2], (Boolean) row[3]));
        }

        /** What the session holds back is written first, so that a conflict is found before anybody is told otherwise. */
        @Override
        public Uni<Void> answer(int status, String answer, boolean sealed) {
            return Panache.getSession()
                    .call(Mutiny.Session::flush)
                    .chain(session -> session.createNativeQuery(ANSWER)
                            .setParameter(1, key.organizationId())
                            .setParameter(2, key.hash())
                            .setParameter(3, status)
                            .setParameter(4, answer)
                            .setParameter(5, sealed)
                            .executeUpdate())
                    .replaceWithVoid();
        }
    }
}
