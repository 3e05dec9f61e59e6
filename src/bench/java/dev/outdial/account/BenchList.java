package dev.outdial.account;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.InstantSource;

/** The do-not-call list for measurements: it is asked, and nobody is on it. */
public final class BenchList {

    private BenchList() {}

    public static DoNotCall of(Pool pool, InstantSource clock, Vertx vertx) {
        return new DoNotCall(pool, clock, vertx);
    }
}
