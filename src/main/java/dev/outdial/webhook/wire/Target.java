package dev.outdial.webhook.wire;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook is sent to: an address on the web, read strictly. What some reader might take for another host than we do is
 * no target: an IPv4 address in any but its usual form, credentials before the host, a zone after an IPv6 address.
 *
 * @param host a name in lower case, or an address without brackets
 * @param path with the query, as it is sent
 */
public record Target(String host, int port, boolean isEncrypted, String path) {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    /** A last label like this makes a browser read the whole host as an IPv4 address: 127.1, 0x7f000001, 2130706433. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    /** Names that mean something else on every network. */
    private static final Set<String> LOCAL =
            Set.of("localhost", "local", "internal", "intranet", "lan", "home", "corp");

    /** Reads a URL; null for what is none that a webhook could be sent to. */
    public static @Nullable Target parse(String url) {
        URI uri;
        try {
            uri = new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            return null;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean encrypted = scheme.equals("https");
        if ((!encrypted && !scheme.equals("http"))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null
                || uri.getPort() == 0
                || uri.getPort() > 65535) {
            return null;
        }
        String host = host(uri.getHost().toLowerCase(Locale.ROOT));
        if (host == null) {
            return null;
        }
        int port = uri.getPort() > 0 ? uri.getPort() : encrypted ? 443 : 80;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(host, port, encrypted, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /** The address, where the host is one and needs no look-up. */
    public Optional<InetAddress> address() {
        return IPV4.matcher(host).matches() || host.contains(":")
                ? Optional.of(InetAddress.ofLiteral(host))
                : Optional.empty();
    }

    /** Whether the host is a name that can only mean something on this network. */
    public boolean isLocalName() {
        return address().isEmpty()
                && (!host.contains(".") || LOCAL.contains(host.substring(host.lastIndexOf('.') + 1)));
    }

    /** What the Host header says. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (isEncrypted ? 443 : 80) ? name : name + ":" + port;
    }

    private static @Nullable String host(String written) {
        if (written.startsWith("[")) {
            String address = written.substring(1, written.length() - 1);
            return address.contains("%") ? null : address;
        }
        String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return NUMBER.matcher(last).matches() && !IPV4.matcher(name).matches() ? null : name;
    }
}
