package dev.outdial.postgres;

/** The embedded PostgreSQL cannot serve. The message says why, and what the operator can do instead. */
public final class PostgresUnavailable extends RuntimeException {

    private static final String WAY_OUT = " Set OUTDIAL_DATABASE_URL to use a PostgreSQL of your own.";

    PostgresUnavailable(String why) {
        super("The embedded PostgreSQL cannot start: " + why + "." + WAY_OUT);
    }

    PostgresUnavailable(String why, Throwable cause) {
        super("The embedded PostgreSQL cannot start: " + why + "." + WAY_OUT, cause);
    }
}
