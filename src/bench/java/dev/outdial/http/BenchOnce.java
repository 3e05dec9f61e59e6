package dev.outdial.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Pool;

/** What makes effects once, without requests. */
public final class BenchOnce {

    private BenchOnce() {}

    /** One in a database. */
    public static Once of(Pool pool) {
        return new Once(pool, new ObjectMapper());
    }
}
