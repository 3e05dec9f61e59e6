package dev.outdial.webhook.wire;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where webhooks may go: over https to public addresses, and over http and to the operator's own networks where the operator
 * allows that.
 */
public record Destinations(boolean allowPrivate) {

    static final String PUBLIC_ONLY = "have a public address";

    /** What is wrong with a URL before its name is looked up, after "url must"; empty where nothing is. */
    public Optional<String> objection(String url) {
        Target target = Target.parse(url);
        if (target == null) {
            return Optional.of(allowPrivate ? "be a valid http or https URL" : "be a valid https URL");
        }
        if (!target.isEncrypted() && !allowPrivate) {
            return Optional.of("be a valid https URL");
        }
        boolean admitted = target.address().map(this::admits).orElse(allowPrivate || !target.isLocalName());
        return admitted ? Optional.empty() : Optional.of(PUBLIC_ONLY);
    }

    /** Whether a connection to this address may be made. */
    boolean admits(InetAddress address) {
        return switch (Reach.of(address)) {
            case PUBLIC -> true;
            case PRIVATE -> allowPrivate;
            case NEVER -> false;
        };
    }

    /** Whether there is an address, and a connection to each may be made: one that may not is one too many. */
    boolean admits(List<InetAddress> addresses) {
        return !addresses.isEmpty() && addresses.stream().allMatch(this::admits);
    }
}
