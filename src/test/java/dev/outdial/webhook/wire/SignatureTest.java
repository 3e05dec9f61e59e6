package dev.outdial.webhook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against values that other programs made; the command is beside each. */
class SignatureTest {

    private static final Instant AT = Instant.ofEpochSecond(1614265330);

    /** The example that the libraries of Standard Webhooks test themselves with. */
    @Test
    void standardsOwnExampleIsSignedAsItSays() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        Map<String, String> headers = Signature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                AT,
                body,
                new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                null);

        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                .doesNotContainKey("X-DialNexa-Signature-Previous");
    }

    @Test
    void otherSecretsSignAsTheyAreAndTheOldOneSignsToo() {
        byte[] body = "{\"name\": \"Amélie\"}".getBytes(StandardCharsets.UTF_8);

        Map<String, String> headers = Signature.headers(
                "evt_1", AT, body, new SigningSecret("a secret of sixteen"), new SigningSecret("the one before that"));

        // printf '{"name": "Amélie"}' | openssl dgst -sha256 -hmac 'a secret of sixteen'
        String present = "sha256=e992d5fb19889a30ed6cf31adbbdcd823cd8764fe79c1834bc3edcd594d11c1a";
        assertThat(headers)
                .containsEntry("X-DialNexa-Signature", present)
                .containsEntry("x-nexa-signature", present)
                // printf '{"name": "Amélie"}' | openssl dgst -sha256 -hmac 'the one before that'
                .containsEntry(
                        "X-DialNexa-Signature-Previous",
                        "sha256=19e913493cf455c1691763a7b7b92a881ef16b04a1e3b907594348d6a04a5b82")
                // printf 'evt_1.1614265330.{"name": "Amélie"}' | openssl dgst -sha256 -hmac '...' -binary | base64
                .containsEntry(
                        "webhook-signature",
                        "v1,aWPqK65fpqnds0dJe29G5c04FS4hV+1TmiIjCVrWaJ4= v1,6l9hjnUbe4wqNIdHqSHwL1P9PXbLz0cibA1Y+hsGeRk=");
    }

    @Test
    void whatBeginsLikeAStandardSecretMustBeOne() {
        assertThat(SigningSecret.isValid("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .isTrue();
        assertThat(SigningSecret.isValid("anything else at all")).isTrue();
        assertThat(SigningSecret.isValid("whsec_")).isFalse();
        assertThat(SigningSecret.isValid("whsec_not base64!")).isFalse();
    }

    @Test
    void secretIsNotPrinted() {
        assertThat(new SigningSecret("a secret of sixteen")).hasToString("********");
    }
}
