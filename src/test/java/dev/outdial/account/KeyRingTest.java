package dev.outdial.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.ManualClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final StoredKey KEY =
            new StoredKey(UUID.randomUUID(), "k", UUID.randomUUID(), Buffer.buffer(), Set.of(Scope.READ), null);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private Optional<StoredKey> stored = Optional.of(KEY);
    private int lookups;
    private final KeyRing ring = new KeyRing(clock, _ -> {
        lookups++;
        return Uni.createFrom().item(stored);
    });

    @Test
    void keyRevokedElsewhereIsRefusedWithinFiveSeconds() {
        assertThat(find()).isPresent();
        stored = Optional.empty();

        clock.advance(KeyRing.FRESH.minusMillis(1));
        assertThat(find()).isPresent();
        clock.advance(Duration.ofMillis(1));

        assertThat(find()).isEmpty();
        assertThat(lookups).isEqualTo(2);
        assertThat(KeyRing.FRESH).isLessThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void nameThatNoKeyHasIsRememberedToo() {
        stored = Optional.empty();

        assertThat(find()).isEmpty();
        assertThat(find()).isEmpty();

        assertThat(lookups).isEqualTo(1);
    }

    @Test
    void forgottenKeyIsLookedUpAgain() {
        assertThat(find()).isPresent();
        stored = Optional.empty();

        ring.forget("k");

        assertThat(find()).isEmpty();
    }

    @Test
    void useOfAKeyDoesNotKeepItFresh() {
        assertThat(find()).isPresent();
        clock.advance(KeyRing.FRESH.minusSeconds(1));
        ring.used(KEY, clock.instant());
        stored = Optional.empty();

        clock.advance(Duration.ofSeconds(1));

        assertThat(find()).isEmpty();
    }

    @Test
    void clockThatWasSetBackKeepsNoKeyAlive() {
        assertThat(find()).isPresent();
        stored = Optional.empty();

        clock.advance(Duration.ofSeconds(-1));

        assertThat(find()).isEmpty();
    }

    private Optional<StoredKey> find() {
        return ring.find("k").await().indefinitely();
    }
}
