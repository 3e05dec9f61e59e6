package dev.outdial.clock;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The service's clock. It follows the database's, which all replicas share, on this process's monotonic clock in
 * between, so that no host's wrong wall clock dials at night. In a rehearsal it runs faster from an instant that is
 * kept in the database, so that replicas and restarts agree.
 */
public final class DatabaseClock implements BusinessClock {

    /** A smaller difference is the way of the answer, not a wrong clock. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    /** Beyond this nobody waits, and nanoseconds would overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final String ANCHOR =
            "SELECT clock_timestamp() AS now, r.real_anchor, r.business_anchor FROM rehearsal_anchor_v1($1) r";

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private final Vertx vertx;
    private final double timeScale;
    private volatile Anchors anchors;
    private volatile Reading reading;

    private DatabaseClock(Vertx vertx, double timeScale, Anchors anchors, Reading reading) {
        this.vertx = vertx;
        this.timeScale = timeScale;
        this.anchors = anchors;
        this.reading = reading;
    }

    /**
     * A clock that has read the database's.
     *
     * @param timeScale how many times faster than real time, at least 1
     */
    public static Uni<DatabaseClock> start(Vertx vertx, Pool pool, double timeScale) {
        long asked = System.nanoTime();
        return pool.preparedQuery(ANCHOR)
                .execute(Tuple.of(timeScale))
                .map(rows -> rows.iterator().next())
                .map(row -> {
                    Instant now = instant(row.getOffsetDateTime("now"));
                    Instant real = instant(row.getOffsetDateTime("real_anchor"));
                    Instant business = instant(row.getOffsetDateTime("business_anchor"));
                    long answered = System.nanoTime();
                    return new DatabaseClock(
                            vertx,
                            timeScale,
                            new Anchors(answered, now, real, business),
                            Reading.between(asked, answered, now));
                })
                // The first answer of a connection is slow, and a slow answer is an inexact reading.
                .call(clock -> clock.follow(pool))
                .call(clock -> clock.follow(pool));
    }

    /** Reads the database's clock again and follows it where the two have parted. */
    public Uni<Void> follow(Pool pool) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return pool.query(NOW)
                    .execute()
                    .invoke(rows -> follow(asked, instant(rows.iterator().next().getOffsetDateTime("now"))))
                    .replaceWithVoid();
        });
    }

    /**
     * The moment of {@link System#nanoTime} at which the database's clock, in real time, shows this: to within the way of
     * the fastest answer of late.
     */
    public long nanosAt(Instant databaseTime) {
        return reading.nanosAt(databaseTime);
    }

    /** Real time, whatever the scale: for what others measure by their own clocks. */
    public Instant realTime() {
        Anchors a = anchors;
        return a.database().plusNanos(System.nanoTime() - a.nanos()).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Instant instant() {
        Anchors a = anchors;
        Instant real = realTime();
        if (timeScale == 1) {
            return real;
        }
        double micros = ChronoUnit.MICROS.between(a.real(), real) * timeScale;
        return a.business().plus((long) micros, ChronoUnit.MICROS);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Duration soon = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
        long millis = (long) Math.ceil(soon.toNanos() / timeScale / 1_000_000);
        long id = vertx.setTimer(Math.max(1, millis), fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }

    /** How many times faster than real time this clock runs. */
    public double timeScale() {
        return timeScale;
    }

    private void follow(long asked, Instant database) {
        long nanos = System.nanoTime();
        reading = reading.or(Reading.between(asked, nanos, database));
        Anchors a = anchors;
        Instant believed = a.database().plusNanos(nanos - a.nanos());
        if (Duration.between(believed, database).abs().compareTo(TOLERANCE) > 0) {
            anchors = new Anchors(nanos, database, a.real(), a.business());
        }
    }

    private static Instant instant(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }

    /** The database's time at a reading of the monotonic clock, and where faster business time met real time. */
    private record Anchors(long nanos, Instant database, Instant real, Instant business) {}
}
