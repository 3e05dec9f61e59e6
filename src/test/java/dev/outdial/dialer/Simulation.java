package dev.outdial.dialer;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.dialer.Anomaly.Point;
import dev.outdial.testing.Books;
import dev.outdial.testing.Rules;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One run: replicas, a database, a carrier and somebody who steers, all of them on one thread and in virtual time. The
 * same scenario runs the same way every time, and what went wrong is found by the carrier's books, the log and the rows.
 */
final class Simulation {

    /** When all leases that were lost are over, and all who were away are back. */
    private static final Duration SETTLED = Duration.ofSeconds(45);

    private static final Duration LOOK = Duration.ofMillis(500);
    /** Statements that change nothing a reader of the journal waits for. */
    private static final Set<String> IDLE =
            Set.of("tick", "renew", "note", "enter", "overdue", "holdLine", "setSpells");

    private static final Duration LONGEST = Duration.ofHours(3);
    private static final int RING_LOST = 5;

    private final Scenario scenario;
    private final Set<Guard> removed;
    private final VirtualTime time;
    private final Chance chance;
    private final SimulatedDatabase database;
    private final FakeNetwork network = new FakeNetwork(this);
    private final Rules rules = new Rules(Cast.INTERVAL);
    private final Operator operator;
    private final Audit audit;
    private final List<SimulatedReplica> replicas = new ArrayList<>();
    private final Map<Point, Integer> counts = new EnumMap<>(Point.class);
    private final Map<String, Integer> draws = new HashMap<>();
    private final Journal journal;
    private int names;
    private boolean calm;
    private boolean over;
    private long outUntil;

    /** @param told whether to keep a journal */
    Simulation(Scenario scenario, DatabaseOfRun databaseOfRun, Set<Guard> removed, boolean told) {
        this.scenario = scenario;
        this.removed = removed;
        this.time = new VirtualTime();
        this.journal = new Journal(time, told);
        this.chance = new Chance(scenario.seed());
        this.database = databaseOfRun.open(scenario.cast(), time, removed);
        this.audit = new Audit(database, time, scenario.poll());
        this.operator = new Operator(this, database, scenario.cast());
    }

    /** Makes the database of one run. */
    interface DatabaseOfRun {
        SimulatedDatabase open(Cast cast, VirtualTime time, Set<Guard> removed);
    }

    /** Runs to the end, or until a rule is broken; answers what was, in words. */
    List<String> run() {
        for (int slot = 0; slot < scenario.replicas(); slot++) {
            SimulatedReplica replica = new SimulatedReplica(this, "r" + names++, slot);
            replicas.add(replica);
            time.after(Duration.ofMillis(random("start").nextLong(3_000)), replica::start);
        }
        for (Anomaly anomaly : scenario.anomalies()) {
            if (anomaly.kind().point() == Point.TIME) {
                time.after(Duration.ofMillis(anomaly.at()), () -> happen(anomaly));
            }
        }
        time.after(scenario.trouble(), this::calmDown);
        time.after(LOOK, this::look);
        while (!over && audit.broken().isEmpty() && time.step()) {
            if (time.nanos() > LONGEST.toNanos()) {
                audit.broken().add("not over after " + LONGEST + ": " + database.books());
            }
        }
        List<String> broken = new ArrayList<>(audit.broken());
        broken.addAll(rules.broken(network.ledger(), database.log()));
        broken.addAll(rules.tooFast(network.sent()));
        return broken;
    }

    List<LedgerEntry> ledger() {
        return network.ledger();
    }

    long placed() {
        return network.ledger().stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.PLACED)
                .count();
    }

    Journal journal() {
        return journal;
    }

    Scenario scenario() {
        return scenario;
    }

    VirtualTime time() {
        return time;
    }

    Chance chance() {
        return chance;
    }

    FakeNetwork network() {
        return network;
    }

    SimulatedDatabase database() {
        return database;
    }

    Audit audit() {
        return audit;
    }

    Rules rules() {
        return rules;
    }

    boolean isGuarded(Guard guard) {
        return !removed.contains(guard);
    }

    /** How many of this kind there were before. */
    int count(Point point) {
        return counts.merge(point, 1, Integer::sum) - 1;
    }

    /** What strikes this message, while there is trouble. */
    Anomaly strikes(Point point, int n) {
        return calm ? Anomaly.NONE : scenario.strikes(point, n);
    }

    /** How long a message to or from the database is under way. */
    Duration toDatabase(String kind, int n) {
        return chance.travel(kind, n, Duration.ofMillis(calm ? 10 : 800));
    }

    /** How long a message to or from the carrier is under way: never so long that a pause cannot wait for it. */
    Duration toCarrier(String kind, int n) {
        return chance.travel(kind, n, Duration.ofMillis(200));
    }

    /** Another die for each throw of a kind. */
    RandomGenerator random(String kind) {
        return chance.of(kind, draws.merge(kind, 1, Integer::sum));
    }

    /** Whether the database answers nobody. */
    boolean isOut() {
        return time.nanos() < outUntil;
    }

    /** Runs a statement, and looks at the books. */
    <T> T database(String what, SimulatedReplica replica, Uni<T> statement) {
        database.showTime();
        T answer = statement.await().indefinitely();
        boolean idle =
                IDLE.contains(what) || (answer instanceof List<?> none && none.isEmpty() && !what.equals("settle"));
        if (!idle) {
            journal.answer(replica, what, answer);
            audit.books();
        }
        return answer;
    }

    /** Another process in the place of one that is gone. */
    void replace(int slot, Duration after) {
        SimulatedReplica next = new SimulatedReplica(this, "r" + names++, slot);
        replicas.set(slot, next);
        time.after(calm ? Duration.ZERO : after, next::start);
    }

    /** Something has changed; now and then somebody does not hear of it. */
    void ringAll() {
        replicas.forEach(replica -> {
            if (random("ring").nextInt(RING_LOST) > 0) {
                replica.execute(replica::ring);
            }
        });
    }

    private void happen(Anomaly anomaly) {
        journal.tell("---", anomaly.toString());
        SimulatedReplica replica = replicas.get(anomaly.which() % replicas.size());
        Duration much = Duration.ofSeconds(anomaly.much());
        switch (anomaly.kind()) {
            case CRASH -> replica.crash(much);
            case FREEZE -> replica.freeze(much);
            case STOP -> replica.stop(much);
            case NO_RENEWAL -> replica.forbidRenewal(much);
            case OUTAGE -> outUntil = time.nanos() + much.toNanos();
            default -> {
                operator.perform(anomaly);
                audit.books();
            }
        }
    }

    private void calmDown() {
        journal.tell("---", "calm");
        calm = true;
        outUntil = 0;
        replicas.forEach(SimulatedReplica::thaw);
        operator.resumeAll();
        audit.beHungryFrom(SETTLED);
    }

    private void look() {
        time.after(LOOK, this::look);
        if (calm) {
            audit.look(placed());
            List<Books> books = audit.books();
            books.stream()
                    .filter(each -> each.status().equals("paused"))
                    .forEach(each -> operator.resume(each.campaign()));
            over = books.stream().allMatch(Simulation::isOver);
        }
    }

    private static boolean isOver(Books books) {
        return books.open() == 0
                && books.due() == 0
                && (books.total() == 0 || !books.status().equals("running"));
    }
}
