package dev.outdial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.chaos.Site.Replica;
import dev.outdial.chaos.Trap.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three replicas dial while one thing after another happens to them. Each test is one campaign, and ends when nobody
 * is left to call. With {@code -Doutdial.chaos=long} everything happens more often.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChaosIT {

    private static final boolean LONG = "long".equals(System.getProperty("outdial.chaos"));
    private static final double TIME_SCALE = 30;
    private static final int REPLICAS = 3;

    /** Longer than a lease, by which the others have taken over. */
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(12);

    /** Ten seconds of lease and two until the next beat, on a machine that has nothing else to do. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static Site site;
    private static Database database;

    @BeforeAll
    static void open() throws Exception {
        site = new Site(Path.of("target", "chaos"), TIME_SCALE);
        database = new Database(site::database);
        site.awaitReady(site.start(0)); // The first one makes the tables.
        for (int i = 1; i < REPLICAS; i++) {
            site.start(i);
        }
        site.replicas().forEach(site::awaitReady);
    }

    @AfterAll
    static void close() throws IOException {
        site.close();
    }

    @Test
    void replicasKilledAtAnyPointOfTheirWorkLoseAndDoubleNothing() throws Exception {
        Dialing dialing = dialing();
        Moment[] moments = Moment.values();
        for (int i = 0; i < (LONG ? 3 : 1) * moments.length; i += 2) {
            // Two at a time; the third looks after the calls of both.
            List<Blow> blows = List.of(
                    new Blow(i % REPLICAS, moments[i % moments.length]),
                    new Blow((i + 1) % REPLICAS, moments[(i + 1) % moments.length]));
            site.replicas().forEach(site::awaitReady);
            List<Replica> victims = new ArrayList<>();
            for (Blow blow : blows) {
                Replica victim = site.replica(blow.number());
                dialing.feed();
                victim.place()
                        .trap()
                        .await(blow.moment(), () -> victim.process().kill(), () -> dialing.nudge(victim));
                victims.add(victim);
            }
            dialing.feed();
            for (int k = 0; k < victims.size(); k++) {
                awaitRecovery("killed at " + blows.get(k).moment(), victims.get(k));
                site.start(blows.get(k).number());
            }
        }
        dialing.judge();
    }

    @Test
    void replicasKilledAtRandomLoseAndDoubleNothing() throws Exception {
        Dialing dialing = dialing();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < (LONG ? 40 : 3); i++) {
            int number = random.nextInt(REPLICAS);
            site.awaitReady(site.replica(number));
            dialing.feed();
            pause(Duration.ofMillis(random.nextInt(1_000)));
            site.replica(number).process().kill();
            site.start(number);
        }
        dialing.judge();
    }

    @Test
    void replicaFrozenForLongerThanItsLeaseFindsItsCallsInOtherHands() throws Exception {
        Dialing dialing = dialing();
        for (int i = 0; i < (LONG ? 4 : 1); i++) {
            Replica frozen = site.replica(i % REPLICAS);
            site.awaitReady(frozen);
            dialing.feed();
            frozen.process().freeze();
            Instant at = Instant.now();
            awaitRecovery("frozen", frozen);
            Thread.sleep(Duration.between(Instant.now(), at.plus(LONGER_THAN_A_LEASE))
                    .toMillis());
            frozen.process().thaw();
        }
        dialing.judge();
    }

    @Test
    void databaseThatFailsInEveryWayCostsTimeAndNothingElse() throws Exception {
        Dialing dialing = dialing();
        for (int i = 0; i < (LONG ? 20 : 3); i++) {
            survives("every connection is terminated", dialing, database::terminateAll);
        }
        for (Replica replica : site.replicas()) {
            Trap trap = replica.place().trap();
            survives(
                    "a claim's acknowledgement gets lost",
                    dialing,
                    () -> trap.await(Moment.CLAIM_COMMITTED, () -> {}, () -> dialing.nudge(replica)));
            survives(
                    "a settlement's gets lost",
                    dialing,
                    () -> trap.await(Moment.SETTLE_COMMITTED, () -> {}, () -> dialing.nudge(replica)));
        }
        survives("PostgreSQL dies and recovers", dialing, site::restartDatabaseImmediately);
        survives("nobody reaches the database for longer than a lease", dialing, () -> {
            for (Replica replica : site.replicas()) {
                replica.place().database().shut();
            }
            pause(LONG ? Duration.ofSeconds(30) : LONGER_THAN_A_LEASE);
            for (Replica replica : site.replicas()) {
                replica.place().database().open();
            }
        });
        dialing.judge();
    }

    @Test
    void rollingRestartLosesAndDoublesNothing() throws Exception {
        Dialing dialing = dialing();
        for (int i = 0; i < REPLICAS; i++) {
            Replica old = site.replica(i);
            dialing.feed();
            old.process().terminate();
            Set<Integer> answers = new LinkedHashSet<>();
            while (old.process().process().isAlive()) {
                answers.add(Api.readiness(old.url()));
            }
            assertThat(answers).as("readiness while it drains").contains(503);
            awaitRecovery("told to stop", old);
            site.awaitReady(site.start(i));
        }
        dialing.judge();
    }

    /** A campaign under way, with every replica at work. */
    private static Dialing dialing() throws Exception {
        for (int i = 0; i < REPLICAS; i++) {
            if (!site.replica(i).process().process().isAlive()) {
                site.start(i);
            }
        }
        site.replicas().forEach(site::awaitReady);
        return Dialing.start(site, database);
    }

    /** Until somebody else looks after the calls of a replica; the others call people meanwhile. */
    private static void awaitRecovery(String what, Replica gone) throws Exception {
        Instant at = Instant.now();
        UUID id = site.idOf(gone);
        long calls = database.callsOf(id);
        Awaitility.await("the calls of the replica that was " + what)
                .atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> database.callsOf(id) == 0);
        Duration took = Duration.between(at, Instant.now());
        Awaitility.await("the others call people").until(() -> placedByOthers(gone, at) > 0);
        System.out.printf(
                "[chaos] %s: its %d calls were looked after again after %.1f s; the others placed %d meanwhile%n",
                what, calls, took.toMillis() / 1000.0, placedByOthers(gone, at));
    }

    private static long placedByOthers(Replica gone, Instant after) throws IOException {
        return site.ledger().stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.PLACED)
                .filter(entry -> entry.at().isAfter(after) && !entry.replica().equals(gone.name()))
                .count();
    }

    /** Does harm, and waits until people are called again. */
    private static void survives(String what, Dialing dialing, Deed harm) throws Exception {
        dialing.feed();
        harm.done();
        Instant at = Instant.now();
        Awaitility.await(what)
                .atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> dialing.placements(at) > 0);
        System.out.printf(
                "[chaos] %s: the next call started after %.1f s%n",
                what, Duration.between(at, Instant.now()).toMillis() / 1000.0);
    }

    private static void pause(Duration pause) throws InterruptedException {
        Thread.sleep(Math.max(0, pause.toMillis()));
    }

    private record Blow(int number, Moment moment) {}
}
