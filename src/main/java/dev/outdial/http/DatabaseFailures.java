package dev.outdial.http;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The last resort for what a resource did not foresee of the database. An outage is a 503. A value or a state that the
 * database refused came from the client, so it is no 500; it is logged all the same, because somebody should have said
 * it in better words.
 */
final class DatabaseFailures {

    private static final Logger LOG = Logger.getLogger(DatabaseFailures.class);
    private static final Duration OUTAGE = Duration.ofSeconds(5);
    private static final Duration CONTENTION = Duration.ofSeconds(1);
    /** The pool has no type of its own for it. */
    private static final String POOL_EXHAUSTED = "Timeout waiting for connection";

    private static final int CAUSES_MAX = 20;

    private DatabaseFailures() {}

    /** The answer to a failure that came from the database; empty for all others. */
    static Optional<ApiException> answer(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            ApiException answer = answerTo(cause);
            if (answer != null) {
                LOG.warnf("Answered %d to a failure of the database: %s", answer.status(), cause.getMessage());
                return Optional.of(answer);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static @Nullable ApiException answerTo(Throwable cause) {
        return switch (cause) {
            case PgException e -> bySqlState(String.valueOf(e.getSqlState()));
            // What Hibernate makes of it.
            case SQLException e -> bySqlState(String.valueOf(e.getSQLState()));
            case ConnectException _, UnknownHostException _, ClosedConnectionException _ ->
                ApiException.unavailable(OUTAGE);
            case VertxException e when POOL_EXHAUSTED.equals(e.getMessage()) -> ApiException.unavailable(CONTENTION);
            default -> null;
        };
    }

    /** By class, which is the first two characters: see "PostgreSQL Error Codes" in its manual. */
    private static @Nullable ApiException bySqlState(String state) {
        String group = state.length() == 5 ? state.substring(0, 2) : "";
        return switch (group) {
            case "08", "53", "57" -> ApiException.unavailable(OUTAGE);
            case "40", "55" -> ApiException.unavailable(CONTENTION);
            case "22" -> ApiException.badRequest("A value in the request cannot be stored");
            case "23" -> ApiException.conflict("The request conflicts with the present state");
            default -> null;
        };
    }
}
