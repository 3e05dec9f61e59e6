package dev.outdial.call;

import io.vertx.mutiny.sqlclient.Pool;

/** The tokens of calls, where no container makes them. */
public final class BenchTokens {

    private BenchTokens() {}

    /** Those of a database. */
    public static CallTokens of(Pool pool) {
        return new CallTokens(pool);
    }
}
