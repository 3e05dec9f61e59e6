package dev.outdial.webhook.wire;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks may go: over https to public addresses, and over http and to the operator's own networks where the operator
 * allows that.
 */
public record Destinations(boolean allowPrivate) {

    static final String PUBLIC_ONLY = "have a public address";

    private static final String URL = "be a valid http or https URL";
    private static final String HTTPS_URL = "be a valid https URL";

    /** Everything that can be wrong with a URL, in the words that follow "url must". */
    public static final List<String> RULES = List.of(URL, HTTPS_URL, PUBLIC_ONLY);

    /** Which of the {@link #RULES} a URL breaks before its name is looked up; null for none. */
    public @Nullable String objection(String url) {
        Target target = Target.parse(url);
        if (target == null) {
            return allowPrivate ? URL : HTTPS_URL;
        }
        if (!admits(target)) {
            return HTTPS_URL;
        }
        boolean admitted = target.address().map(this::admits).orElse(allowPrivate || !target.isLocalName());
        return admitted ? null : PUBLIC_ONLY;
    }

    /** Whether it may be asked at all, which may have changed since its webhook was made. */
    boolean admits(Target target) {
        return target.isEncrypted() || allowPrivate;
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
