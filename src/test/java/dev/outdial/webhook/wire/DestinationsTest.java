package dev.outdial.webhook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {

    private final Destinations strict = new Destinations(false);
    private final Destinations lenient = new Destinations(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/",
                "https://EXAMPLE.com./a/b?c=d&e=%20f",
                "https://example.com:8443/hook",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]/",
                "https://xn--bcher-kva.example/",
                "https://1.2.3.example.com/",
                "https://127.0.0.1.example.com/",
                "https://0x7f.example/"
            })
    void publicAddressIsTakenEverywhere(String url) {
        assertThat(strict.objection(url)).isNull();
        assertThat(lenient.objection(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.com",
                "//example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "javascript:alert(1)",
                "https:example.com",
                "https://",
                "https:///path",
                "https://user:secret@example.com/",
                "https://example.com@127.0.0.1/",
                "https://example.com/#fragment",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com:/x y",
                "https://exa mple.com/",
                "https://bücher.example/",
                "https://127.1/",
                "https://127.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.01/",
                "https://127.0.0.0x1/",
                "https://1.2.3.4.5/",
                "https://example.1/",
                "https://256.1.1.1/",
                "https://127.0.0.1./",
                "https://[::1%25lo]/",
                "https://[::1/",
                "https://①②⑦.0.0.1/",
                "https://example.com\\@127.0.0.1/",
                "https://example.com\n.evil/"
            })
    void whatSomebodyCouldReadAsAnotherHostIsNoUrl(String url) {
        assertThat(lenient.objection(url)).isEqualTo("be a valid http or https URL");
    }

    @ParameterizedTest(name = "{0} is refused unless allowed")
    @CsvSource({
        "https://localhost/, have a public address",
        "https://LOCALHOST./, have a public address",
        "https://a.localhost/, have a public address",
        "https://printer.local/, have a public address",
        "https://metadata.google.internal/, have a public address",
        "https://receiver/, have a public address",
        "https://127.0.0.1/, have a public address",
        "https://10.0.0.1:8443/, have a public address",
        "https://[::1]/, have a public address",
        "https://[::ffff:10.0.0.1]/, have a public address",
        "https://[64:ff9b::10.0.0.1]/, have a public address",
        "http://example.com/, be a valid https URL",
        "http://127.0.0.1/, be a valid https URL"
    })
    void operatorsOwnNetworkIsForTheOperatorToAllow(String url, String rule) {
        assertThat(strict.objection(url)).isEqualTo(rule);
        assertThat(lenient.objection(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[fe80::1]/",
                "https://0.0.0.0/",
                "https://[::]/",
                "https://255.255.255.255/",
                "https://224.0.0.1/"
            })
    void metadataAndTheLikeAreNeverAllowed(String url) {
        assertThat(strict.objection(url)).isEqualTo("have a public address");
        assertThat(lenient.objection(url)).isEqualTo("have a public address");
    }

    @Test
    void targetIsReadAsItIsSent() {
        assertThat(Target.parse("HTTPS://Example.COM./a%2Fb?c=d"))
                .isEqualTo(new Target("example.com", 443, true, "/a%2Fb?c=d"));
        assertThat(Target.parse("http://[2606:4700::1]:8080"))
                .isEqualTo(new Target("2606:4700::1", 8080, false, "/"))
                .extracting(Target::authority)
                .isEqualTo("[2606:4700::1]:8080");
    }
}
