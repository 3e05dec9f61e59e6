package dev.outdial.chaos;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.postgres.DatabaseUrl;
import dev.outdial.postgres.EmbeddedPostgres;
import dev.outdial.postgres.PostgresUnavailable;
import dev.outdial.testing.LedgerEntries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One PostgreSQL, one simulated network, and replicas that reach both through gates of their own. Everything is in one
 * directory, emptied at the start.
 */
final class Site implements AutoCloseable {

    static final String KEY = "operator:test-only-secret";
    private static final Pattern NAMED = Pattern.compile("This replica is Replica\\[id=([0-9a-f-]{36})");
    private static final Duration START = Duration.ofMinutes(2);

    private final Path directory;
    private final double timeScale;
    private final Packaged exchange;
    private final int exchangePort = freePort();
    private final Map<Integer, Replica> replicas = new HashMap<>();
    private EmbeddedPostgres postgres;

    /** Where one replica is at, over all its lives. */
    record Place(int port, Gate database, Gate carrier, Trap trap) {}

    /** A replica in its present life. */
    record Replica(Place place, Packaged process) {

        String name() {
            return process.replica();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + place.port());
        }
    }

    Site(Path directory, double timeScale) throws IOException {
        this.directory = directory;
        this.timeScale = timeScale;
        empty(directory);
        Files.createDirectories(directory);
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"), true);
        exchange = Packaged.exchange(
                directory,
                exchangePort,
                Map.of(
                        "OUTDIAL_SIMULATOR_SEED",
                        "7",
                        "OUTDIAL_SIMULATOR_LEDGER",
                        ledgerFile().toString()));
    }

    /** Where the database really is, past every gate. */
    DatabaseUrl database() {
        return postgres.url();
    }

    Replica replica(int number) {
        return replicas.get(number);
    }

    List<Replica> replicas() {
        return List.copyOf(replicas.values());
    }

    /** Starts a replica, for the first time or again, and returns at once. */
    Replica start(int number) throws IOException {
        Replica before = replicas.get(number);
        Place place = before == null ? place() : before.place();
        DatabaseUrl url = database();
        Packaged process = Packaged.service(
                "replica-" + number,
                directory,
                Map.of(
                        "OUTDIAL_DATABASE_URL",
                        "postgresql://" + url.user() + ":" + url.password() + "@127.0.0.1:"
                                + place.database().port() + "/" + url.database(),
                        "OUTDIAL_BOOTSTRAP_KEY",
                        KEY,
                        "OUTDIAL_TIME_SCALE",
                        String.valueOf(timeScale),
                        "OUTDIAL_SIMULATOR_URL",
                        "http://127.0.0.1:" + place.carrier().port(),
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(place.port())));
        Replica replica = new Replica(place, process);
        replicas.put(number, replica);
        return replica;
    }

    void awaitReady(Replica replica) {
        Awaitility.await(replica.name() + " is ready")
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!replica.process().process().isAlive()) {
                        throw new IllegalStateException(replica.process().log(directory));
                    }
                    return Api.readiness(replica.url()) == 200;
                });
    }

    /** Under which id the database knows a replica. */
    UUID idOf(Replica replica) throws IOException {
        Matcher matcher = NAMED.matcher(replica.process().log(directory));
        UUID last = null;
        while (matcher.find()) {
            last = UUID.fromString(matcher.group(1));
        }
        return Objects.requireNonNull(last);
    }

    /** PostgreSQL dies without a last word, as with {@code pg_ctl stop -m immediate}, and comes up again. */
    void restartDatabaseImmediately() throws IOException {
        Packaged.signal(postmaster(), "QUIT");
        EmbeddedPostgres dead = postgres;
        dead.close();
        postgres = Awaitility.await("the database is back")
                .atMost(START)
                .ignoreException(PostgresUnavailable.class)
                .until(() -> EmbeddedPostgres.start(directory.resolve("postgres"), true), server -> true);
        int port = database().port();
        replicas.values().forEach(replica -> replica.place().database().leadTo(port));
    }

    /** What the network has written, so far. */
    List<LedgerEntry> ledger() throws IOException {
        return Files.exists(ledgerFile()) ? LedgerEntries.read(ledgerFile()) : List.of();
    }

    @Override
    public void close() throws IOException {
        List<Replica> all = new ArrayList<>(replicas.values());
        all.forEach(replica -> replica.process().close());
        exchange.close();
        for (Replica replica : all) {
            replica.place().database().close();
            replica.place().carrier().close();
        }
        postgres.close();
    }

    private Place place() throws IOException {
        Trap trap = new Trap();
        return new Place(
                freePort(),
                new Gate(database().port(), () -> new DatabaseEar(trap)),
                new Gate(exchangePort, () -> new CarrierEar(trap)),
                trap);
    }

    private Path ledgerFile() {
        return directory.resolve("ledger.jsonl").toAbsolutePath();
    }

    private long postmaster() throws IOException {
        Path file = directory.resolve("postgres").resolve("data").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
