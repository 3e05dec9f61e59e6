package dev.outdial.dialer;

import dev.outdial.campaign.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who there is at the beginning of a simulated run. Ids grow in the order they are given out, as the service's do.
 *
 * @param longestRing how long people let it ring
 */
record Cast(List<Organization> organizations, List<Line> lines, List<Campaign> campaigns, Duration longestRing) {

    static final Duration RING = Duration.ofSeconds(20);
    static final Duration TALK = Duration.ofSeconds(30);

    /** Short calls keep the dialer busy, long ones outlive a lease. */
    private static final List<Duration> RINGING = List.of(Duration.ofMillis(500), Duration.ofSeconds(4), RING);

    static final Duration INTERVAL = Duration.ofMinutes(1);

    record Organization(UUID id, UUID agentId, int cap) {}

    /**
     * A caller number.
     *
     * @param cap null for none of its own, as is the pace
     * @param pace calls per second
     */
    record Line(
            UUID id,
            UUID organizationId,
            String number,
            @Nullable Integer cap,
            @Nullable Integer pace) {}

    record Campaign(UUID id, Line line, int cap, int priority, int maxRetries, int leads) {

        UUID organizationId() {
            return line.organizationId();
        }

        RetryPolicy retryPolicy() {
            return new RetryPolicy(maxRetries, List.of(INTERVAL), RetryPolicy.DEFAULT_RETRY_ON);
        }
    }

    static Cast of(RandomGenerator random, int mostLeads, int mostRetries) {
        List<Organization> organizations = IntStream.range(0, random.nextInt(1, 3))
                .mapToObj(n -> new Organization(id("org", n), id("agent", n), random.nextInt(1, 7)))
                .toList();
        List<Line> lines = IntStream.range(0, organizations.size() + random.nextInt(2))
                .mapToObj(n -> new Line(
                        id("line", n),
                        organizations.get(n % organizations.size()).id(),
                        "+1415555%04d".formatted(n),
                        random.nextBoolean() ? random.nextInt(1, 5) : null,
                        random.nextInt(3) == 0 ? random.nextInt(1, 4) : null))
                .toList();
        List<Campaign> campaigns = IntStream.range(0, random.nextInt(1, 4))
                .mapToObj(n -> new Campaign(
                        id("campaign", n),
                        lines.get(random.nextInt(lines.size())),
                        random.nextInt(1, 5),
                        random.nextInt(1, 11),
                        random.nextInt(0, mostRetries + 1),
                        random.nextInt(1, mostLeads + 1)))
                .toList();
        return new Cast(organizations, lines, campaigns, RINGING.get(random.nextInt(RINGING.size())));
    }

    /** The n-th id of a kind. */
    static UUID id(String kind, long n) {
        return new UUID(0x7000L | (long) kind.hashCode() << 32, 0x8000_0000_0000_0000L | n);
    }

    @Override
    public String toString() {
        return "at most %s ringing, organizations with at most %s calls, lines with %s, campaigns with %s, of %s leads, %s retries"
                .formatted(
                        longestRing,
                        organizations.stream().map(Organization::cap).toList(),
                        lines.stream().map(line -> String.valueOf(line.cap())).toList(),
                        campaigns.stream().map(Campaign::cap).toList(),
                        campaigns.stream().map(Campaign::leads).toList(),
                        campaigns.stream().map(Campaign::maxRetries).toList());
    }
}
