package dev.outdial.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot serve. The message says why, and what the operator can do instead. */
public final class PostgresUnavailable extends RuntimeException {

    PostgresUnavailable(String why) {
        this(why, null);
    }

    PostgresUnavailable(String why, @Nullable Throwable cause) {
        super(message(why, ""), cause);
    }

    /** With the end of a log that says more. */
    PostgresUnavailable(String why, Path log, String end) {
        super(message(why, "The log " + log + " ends with:\n" + end.strip().indent(4)));
    }

    private static String message(String why, String log) {
        return "The embedded PostgreSQL cannot start: " + why + ".\n" + log
                + "Set OUTDIAL_DATABASE_URL to use a PostgreSQL of your own.";
    }
}
