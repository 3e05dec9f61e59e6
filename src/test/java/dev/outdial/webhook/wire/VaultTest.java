package dev.outdial.webhook.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VaultTest {

    private static final UUID WEBHOOK = new UUID(1, 2);
    private static final SigningSecret SECRET = new SigningSecret("a sëcret of sixteen");

    private final Vault locked = new Vault(Optional.of("k".repeat(Vault.KEY_MIN)));
    private final Vault open = new Vault(Optional.empty());

    @Test
    void lockedVaultStoresWhatNobodyCanReadWithoutItsKey() {
        byte[] stored = locked.seal(WEBHOOK, SECRET);

        assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("cret of");
        assertThat(locked.open(WEBHOOK, stored)).isEqualTo(SECRET);
        assertThat(locked.seal(WEBHOOK, SECRET)).isNotEqualTo(stored);
        assertThatThrownBy(() -> open.open(WEBHOOK, stored)).hasMessageContaining("OUTDIAL_SECRET_KEY");
        assertThatThrownBy(() -> new Vault(Optional.of("x".repeat(Vault.KEY_MIN))).open(WEBHOOK, stored))
                .hasMessageContaining("OUTDIAL_SECRET_KEY");
    }

    @Test
    void sealedSecretIsOfNoUseToAnotherWebhook() {
        byte[] stored = locked.seal(WEBHOOK, SECRET);

        assertThatThrownBy(() -> locked.open(new UUID(1, 3), stored)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secretsFromBeforeThereWasAKeyAreStillRead() {
        assertThat(open.open(WEBHOOK, open.seal(WEBHOOK, SECRET))).isEqualTo(SECRET);
        assertThat(locked.open(WEBHOOK, open.seal(WEBHOOK, SECRET))).isEqualTo(SECRET);
    }

    @Test
    void shortKeyIsRefused() {
        assertThatThrownBy(() -> new Vault(Optional.of("short"))).hasMessageContaining("at least 32 characters");
    }
}
