package dev.outdial.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas on one database. */
class RevocationTest {

    private static final Credentials KEY = new Credentials("crm", "a-secret-of-some-length");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

    private TestDatabase database;
    private Authentication here;
    private Authentication elsewhere;

    @BeforeEach
    void openTwo() {
        database = TestDatabase.create();
        Pool pool = database.pool(2);
        here = new Authentication(pool, clock);
        elsewhere = new Authentication(database.pool(2), clock);
        UUID organization = UUID.randomUUID();
        pool.preparedQuery(
                        "INSERT INTO organization (id, name, max_concurrent_calls, created_at) VALUES ($1, 'A', 1, now())")
                .executeAndAwait(Tuple.of(organization));
        pool.preparedQuery("""
                INSERT INTO api_key (id, organization_id, key_id, secret_hash, name, scopes, created_at)
                VALUES ($1, $2, $3, sha256($4::text::bytea), 'CRM', '{read}', now())""").executeAndAwait(Tuple.of(UUID.randomUUID(), organization, KEY.keyId(), KEY.secret()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keyRevokedInOneReplicaIsRefusedByAllWithinFiveSeconds() {
        assertThat(proves(here)).isTrue();
        assertThat(proves(elsewhere)).isTrue();

        database.execute("UPDATE api_key SET revoked_at = now()");
        here.forget(KEY.keyId());

        assertThat(proves(here)).as("where it was revoked, at once").isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(proves(elsewhere)).isFalse();
        assertThat(elsewhere.isLive(KEY.keyId()).await().indefinitely()).isFalse();
    }

    @Test
    void useInAnyReplicaIsNotedOnceAMinute() {
        assertThat(proves(here)).isTrue();
        clock.advance(Duration.ofSeconds(30));
        assertThat(proves(elsewhere)).isTrue();
        assertThat(lastUse()).isEqualTo("2026-03-01 12:00:00");

        clock.advance(Duration.ofSeconds(31));
        assertThat(proves(elsewhere)).isTrue();

        assertThat(lastUse()).isEqualTo("2026-03-01 12:01:01");
    }

    private static boolean proves(Authentication replica) {
        return replica.prove(KEY).await().indefinitely().isPresent();
    }

    private String lastUse() {
        return database.pool(1)
                .query("SELECT to_char(last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM api_key")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
    }
}
