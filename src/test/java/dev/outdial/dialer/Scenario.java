package dev.outdial.dialer;

import dev.outdial.dialer.Anomaly.Kind;
import dev.outdial.dialer.Anomaly.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a seed stands for: who there is, and what goes wrong. After {@code trouble} nothing goes wrong any more and all has
 * to come to its end.
 *
 * @param sure whether the carrier's never having heard of a call proves that it was never placed
 * @param told whether the carrier tells every replica of a call, or only who placed it
 */
record Scenario(
        long seed,
        int replicas,
        Duration trouble,
        Duration poll,
        boolean sure,
        Told told,
        Cast cast,
        List<Anomaly> anomalies) {

    /** Whom a carrier tells. */
    enum Told {
        OWNER,
        ALL
    }

    /** How large the scenarios of a test are. */
    record Size(Duration trouble, int replicas, int leads, int retries, int anomalies, Duration poll) {

        static final Size MODEL = new Size(Duration.ofMinutes(2), 3, 40, 3, 60, Duration.ofSeconds(1));
        static final Size DATABASE = new Size(Duration.ofSeconds(40), 2, 12, 1, 20, Duration.ofSeconds(2));
    }

    static Scenario of(long seed, Size size) {
        return of(seed, size, EnumSet.noneOf(Kind.class));
    }

    /** A run in which only these kinds of things happen; none: what the seed says. */
    static Scenario of(long seed, Size size, Set<Kind> only) {
        RandomGenerator random = new Chance(seed).of("scenario", 0);
        return new Scenario(
                seed,
                random.nextInt(1, size.replicas() + 1),
                size.trouble(),
                size.poll(),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? Told.ALL : Told.OWNER,
                Cast.of(random, size.leads(), size.retries()),
                anomalies(random, size, only));
    }

    /** What strikes the n-th message of a kind. */
    Anomaly strikes(Point point, int n) {
        for (Anomaly anomaly : anomalies) {
            if (anomaly.kind().point() == point && anomaly.at() == n) {
                return anomaly;
            }
        }
        return Anomaly.NONE;
    }

    Scenario without(int anomaly) {
        List<Anomaly> fewer = new ArrayList<>(anomalies);
        fewer.remove(anomaly);
        return with(fewer);
    }

    Scenario with(List<Anomaly> others) {
        return new Scenario(seed, replicas, trouble, poll, sure, told, cast, List.copyOf(others));
    }

    /** Of some kinds only: what every run has a little of, no run has much of. */
    private static List<Anomaly> anomalies(RandomGenerator random, Size size, Set<Kind> only) {
        List<Kind> kinds = Arrays.stream(Kind.values())
                .filter(kind -> kind.point() != Point.NEVER)
                .filter(kind -> only.isEmpty() ? random.nextInt(3) == 0 : only.contains(kind))
                .toList();
        int many = kinds.isEmpty() ? 0 : random.nextInt(size.anomalies() + 1);
        int millis = (int) size.trouble().toMillis();
        return IntStream.range(0, many)
                .mapToObj(n -> Anomaly.any(kinds.get(random.nextInt(kinds.size())), millis, random))
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed %d: %d replicas, %s, the carrier tells %s and is %s\n"
                .formatted(seed, replicas, cast, told, sure ? "sure" : "not sure"));
        anomalies.forEach(anomaly -> text.append("  ").append(anomaly).append('\n'));
        return text.toString();
    }
}
