package dev.outdial.webhook.wire;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Who can be behind an address. The registries of special-purpose addresses (RFC 6890 and its successors) as a table, and
 * the addresses at which clouds keep their machines' credentials.
 */
public enum Reach {
    /** Anybody on the Internet, which is where webhooks go. */
    PUBLIC,
    /** This host or its networks: only where the operator allows it. */
    PRIVATE,
    /** The link, the cloud's own services, a group, or nobody. No consumer of webhooks is there, whatever is allowed. */
    NEVER;

    private static final List<Block> BLOCKS = List.of(
            new Block("10.0.0.0", 8, PRIVATE),
            new Block("127.0.0.0", 8, PRIVATE),
            new Block("172.16.0.0", 12, PRIVATE),
            new Block("192.168.0.0", 16, PRIVATE),
            new Block("100.100.100.200", 32, NEVER), // Alibaba's metadata, in the middle of carrier-grade NAT
            new Block("100.64.0.0", 10, PRIVATE),
            new Block("168.63.129.16", 32, NEVER), // Azure's host, a public address that is routed nowhere else
            new Block("0.0.0.0", 8, NEVER),
            new Block("169.254.0.0", 16, NEVER),
            new Block("192.0.0.0", 24, NEVER),
            new Block("192.0.2.0", 24, NEVER),
            new Block("192.88.99.0", 24, NEVER),
            new Block("198.18.0.0", 15, NEVER),
            new Block("198.51.100.0", 24, NEVER),
            new Block("203.0.113.0", 24, NEVER),
            new Block("224.0.0.0", 3, NEVER), // multicast, reserved, broadcast
            new Block("0.0.0.0", 0, PUBLIC),
            new Block("::1", 128, PRIVATE),
            new Block("fd00:ec2::", 32, NEVER), // Amazon's metadata
            new Block("fc00::", 7, PRIVATE),
            new Block("2001::", 23, NEVER), // Teredo, benchmarks, ORCHID
            new Block("2001:db8::", 32, NEVER),
            new Block("2002::", 16, NEVER), // 6to4: an IPv4 address inside
            new Block("3fff::", 20, NEVER),
            new Block("2000::", 3, PUBLIC),
            new Block("::", 0, NEVER));

    /** An IPv4 address is in the last four bytes of these. Java itself unwraps the mapped ones, ::ffff:0:0/96. */
    private static final Block NAT64 = new Block("64:ff9b::", 96, PUBLIC);

    /** Who is behind this address. */
    public static Reach of(InetAddress address) {
        if (NAT64.holds(address)) {
            return of(embedded(address));
        }
        return BLOCKS.stream()
                .filter(block -> block.holds(address))
                .findFirst()
                .map(Block::reach)
                .orElse(NEVER);
    }

    private static InetAddress embedded(InetAddress address) {
        byte[] last = Arrays.copyOfRange(address.getAddress(), 12, 16);
        try {
            return Inet4Address.getByAddress(last);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e); // Four bytes are an address.
        }
    }

    private record Block(BigInteger network, int length, int bits, Reach reach) {

        Block(String network, int bits, Reach reach) {
            byte[] bytes = InetAddress.ofLiteral(network).getAddress();
            this(new BigInteger(1, bytes), bytes.length, bits, reach);
        }

        boolean holds(InetAddress address) {
            byte[] bytes = address.getAddress();
            int rest = length * 8 - bits;
            return bytes.length == length
                    && new BigInteger(1, bytes).shiftRight(rest).equals(network.shiftRight(rest));
        }
    }
}
