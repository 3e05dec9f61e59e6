package dev.outdial.agent;

import dev.outdial.http.Input;
import dev.outdial.http.Text;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How calls from a caller number leave by its owner's own SIP trunk. The password is for the carrier that answers the trunk's
 * challenges with it, and is told to nobody else.
 */
@Entity
public class SipTrunk extends PanacheEntityBase {

    /** The carrier of lines that have a trunk. */
    static final String CARRIER = "asterisk";

    static final int URI_MAX = 255;
    static final int USERNAME_MAX = 100;
    static final int PASSWORD_MAX = 200;

    private static final Pattern URI =
            Pattern.compile("(?:sips?:)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)");
    /** What may stand in a SIP header as it is. */
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._~!*+@-]+");

    private static final Pattern PASSWORD = Pattern.compile("[ -~]+");

    @Id
    public UUID lineId;

    /** Host and perhaps port. */
    public String terminationUri;

    public String transport;
    public @Nullable String username;
    public @Nullable String password;
    public Instant createdAt;

    private enum Transport {
        UDP,
        TCP,
        TLS
    }

    /** Reads a trunk, which is not of any line yet. */
    static SipTrunk read(Input in, Instant now) {
        Text uri = in.text("termination_uri", "terminationUri")
                .required()
                .max(URI_MAX)
                .must(
                        text -> URI.matcher(text).matches(),
                        "be a host and perhaps a port, such as sip.example.com:5060");
        var transport = in.choice(Transport.class, "transport");
        Text username = in.text("sip_username", "username")
                .max(USERNAME_MAX)
                .must(text -> USERNAME.matcher(text).matches(), "have only letters, digits and . _ ~ ! * + @ -");
        Text password = in.text("sip_password", "password")
                .max(PASSWORD_MAX)
                .must(text -> PASSWORD.matcher(text).matches(), "have only printable ASCII characters");
        in.verify();
        if (username.isGiven() != password.isGiven()) {
            in.fail((username.isGiven() ? password : username).name() + " should not be empty");
            in.verify();
        }
        SipTrunk trunk = new SipTrunk();
        trunk.terminationUri = URI.matcher(uri.get()).replaceFirst("$1").toLowerCase(Locale.ROOT);
        trunk.transport = transport.or(Transport.UDP).name().toLowerCase(Locale.ROOT);
        trunk.username = username.orNull();
        trunk.password = password.orNull();
        trunk.createdAt = Objects.requireNonNull(now);
        return trunk;
    }
}
