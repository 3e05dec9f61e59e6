package dev.outdial.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.account.Opening.Finding;
import dev.outdial.testing.ManualClock;
import dev.outdial.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {

    private static final String NAMED = "ops:0123456789abcdef";

    private final TestDatabase database = TestDatabase.create();
    private final Pool pool = database.pool(8);
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void namedKeyIsMadeOnceWithItsOrganization() {
        assertThat(start(NAMED)).isEqualTo(Finding.MADE_AS_WANTED);
        assertThat(start(NAMED)).isEqualTo(Finding.IN_ORDER);
        assertThat(start(null)).isEqualTo(Finding.NOT_NEEDED);

        assertThat(one("SELECT name || ' ' || max_concurrent_calls FROM organization"))
                .isEqualTo("default 1000");
        assertThat(one("SELECT key_id || ' ' || array_to_string(scopes, ',') FROM api_key"))
                .isEqualTo("ops read,write,admin,operator");
    }

    @Test
    void withoutANameOneIsMadeUpOnce() {
        assertThat(start(null)).isEqualTo(Finding.MADE_UP);
        assertThat(start(null)).isEqualTo(Finding.NOT_NEEDED);
    }

    @Test
    void keyThatWasNamedLaterIsMadeBesideTheFirst() {
        assertThat(start(null)).isEqualTo(Finding.MADE_UP);

        assertThat(start(NAMED)).isEqualTo(Finding.MADE_AS_WANTED);

        assertThat(one("SELECT count(*)::text FROM organization")).isEqualTo("1");
    }

    @Test
    void existingKeyKeepsItsSecretAndItsRevocation() {
        assertThat(start(NAMED)).isEqualTo(Finding.MADE_AS_WANTED);
        String before = one("SELECT encode(secret_hash, 'hex') FROM api_key");

        assertThat(start("ops:another-secret-of-it")).isEqualTo(Finding.OTHER_SECRET);
        database.execute("UPDATE api_key SET revoked_at = now()");
        assertThat(start(NAMED)).isEqualTo(Finding.REVOKED);

        assertThat(one("SELECT encode(secret_hash, 'hex') FROM api_key WHERE revoked_at IS NOT NULL"))
                .isEqualTo(before);
    }

    @Test
    void whenEveryOperatorKeyIsRevokedTheNextOneJoinsTheirOrganization() {
        assertThat(start(NAMED)).isEqualTo(Finding.MADE_AS_WANTED);
        database.execute("UPDATE api_key SET revoked_at = now()");

        assertThat(start(null)).isEqualTo(Finding.MADE_UP);

        assertThat(one("SELECT count(*)::text FROM organization")).isEqualTo("1");
    }

    @Test
    void replicasThatStartTogetherMakeOneKey() {
        List<Uni<Opening>> starts =
                IntStream.range(0, 8).mapToObj(_ -> bootstrap(null).open()).toList();

        List<Opening> openings = Uni.join().all(starts).andFailFast().await().indefinitely();

        assertThat(openings).filteredOn(o -> o.finding() == Finding.MADE_UP).hasSize(1);
        assertThat(one("SELECT count(*)::text FROM api_key")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops",
                "ops:",
                ":0123456789abcdef",
                "ops:short",
                "ops:0123456789 abcdef",
                "o p s:0123456789abcdef",
                "ops:aaaaaaaaaaaaaaaaaaaaaaaa",
                "ops:0123456789abcdé"
            })
    void malformedOrWeakKeyIsRefusedWithoutShowingIt(String value) {
        assertThatThrownBy(() -> Bootstrap.credentials(value))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OUTDIAL_BOOTSTRAP_KEY")
                .message()
                .doesNotContain(value);
    }

    private Finding start(@Nullable String key) {
        return bootstrap(key).open().await().indefinitely().finding();
    }

    private Bootstrap bootstrap(@Nullable String key) {
        return new Bootstrap(pool, clock, new Secrets(), Optional.ofNullable(key));
    }

    private String one(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next().getString(0);
    }
}
