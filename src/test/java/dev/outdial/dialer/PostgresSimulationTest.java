package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same as {@link SimulationTest}, a few runs of it, on the service's own SQL. */
class PostgresSimulationTest {

    private static final Duration BUDGET = Duration.ofSeconds(20);

    private TestDatabase database;
    private Pool pool;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        PostgresDatabase.setClock(database);
        pool = database.pool(1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyPromiseIsKeptByTheSqlToo() {
        try (SimulationRuns runs = new SimulationRuns(Scenario.Size.DATABASE, this::run)) {
            assertThat(runs.failureWithin(BUDGET)).isNull();
            System.out.printf("%d simulated runs on PostgreSQL, %d calls%n", runs.runs(), runs.calls());
        }
    }

    private SimulatedDatabase run(Cast cast, VirtualTime time, Set<Guard> removed) {
        return PostgresDatabase.open(pool, cast, time);
    }
}
