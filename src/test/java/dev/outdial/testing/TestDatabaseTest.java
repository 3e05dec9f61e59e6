package dev.outdial.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void eachDatabaseIsMigratedAndKnowsNothingOfTheOther() {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create()) {
            one.execute(
                    "INSERT INTO organization VALUES ('018f0000-0000-7000-8000-000000000000', 'Acme', 10, '2026-01-01Z')");

            assertThat(organizations(one.pool(2))).isEqualTo(1);
            assertThat(organizations(other.pool(2))).isZero();
        }
    }

    private static long organizations(Pool pool) {
        return pool.query("SELECT count(*) FROM organization")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
