package dev.outdial.bench;

import dev.outdial.postgres.DatabaseUrl;
import dev.outdial.postgres.MeasuredPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL for all measurements. Whatever is compared is loaded once into a database of its own, and each repeat
 * runs on a fresh copy of that, so that none finds what another has left.
 */
final class Lab implements AutoCloseable {

    private static final Path HOME = Path.of("target", "bench");

    /** Of each process that is measured: far from binding, and the same for all. */
    private static final String HEAP = "-Xmx1g";

    private final MeasuredPostgres server;
    private final Connection connection;
    private final Peers peers;
    private final Set<String> loaded = new HashSet<>();
    private final long postmaster;

    private Lab(MeasuredPostgres server, Connection connection, Peers peers) throws IOException {
        this.server = server;
        this.connection = connection;
        this.peers = peers;
        this.postmaster = Long.parseLong(
                Files.readAllLines(HOME.resolve("postgres/data/postmaster.pid")).getFirst());
    }

    static Lab open() throws IOException, InterruptedException, SQLException {
        Files.createDirectories(HOME.resolve("log"));
        MeasuredPostgres server = MeasuredPostgres.start(HOME.resolve("postgres"));
        return new Lab(server, connect(server.url()), new Peers(HOME.resolve("peers")));
    }

    /** A fresh copy of what a contestant works on, loaded at the first time. */
    String database(Contestant who, Settings job) throws IOException, InterruptedException {
        String template = "loaded_" + who.tables().replace("-", "") + "_" + job.text("leads") + "_"
                + (who.tables().equals("outdial") ? job.text("slots") + "_" + job.text("campaigns") : "");
        if (loaded.add(template)) {
            execute("CREATE DATABASE " + template);
            Runner.run(command(who, "load", at(template, job)), log(who.name() + " load"));
            executeAt(template, "VACUUM ANALYZE");
        }
        String fresh = "run_" + template;
        execute("DROP DATABASE IF EXISTS " + fresh + " WITH (FORCE)");
        execute("CREATE DATABASE " + fresh + " TEMPLATE " + template + " STRATEGY FILE_COPY");
        execute("CHECKPOINT");
        return fresh;
    }

    /** A contestant on a database, ready to go. */
    Runner runner(Contestant who, String database, Settings job) throws IOException, InterruptedException {
        return Runner.start(command(who, "run", at(database, job)), log(who.name()));
    }

    /** Where a process is told to find a database. */
    Settings at(String database, Settings job) {
        DatabaseUrl url = server.url().withDatabase(database);
        return job.with("jdbc", url.jdbcUrl())
                .with("reactive", url.reactiveUrl())
                .with("user", url.user())
                .with("password", String.valueOf(url.password()));
    }

    void execute(String sql) {
        execute(connection, sql);
    }

    void executeAt(String database, String sql) {
        try (Connection there = connect(server.url().withDatabase(database))) {
            execute(there, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A connection to a database, to be closed. */
    Connection connect(String database) throws SQLException {
        return connect(server.url().withDatabase(database));
    }

    /** One row. */
    JsonObject row(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            JsonObject row = new JsonObject();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.put(rows.getMetaData().getColumnLabel(i), value(rows.getObject(i)));
            }
            return row;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long postmaster() {
        return postmaster;
    }

    Peers peers() {
        return peers;
    }

    static Path home() {
        return HOME;
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        server.close();
    }

    private ProcessBuilder command(Contestant who, String verb, Settings job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (who.isScript()) {
            command.addAll(List.of(peers.node(), peers.script(who.tables())));
        } else {
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP));
            command.addAll(profiling(who, verb));
            command.addAll(List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), who.tables()));
        }
        command.add(verb);
        command.addAll(Arrays.asList(job.words()));
        return new ProcessBuilder(command);
    }

    /** {@code BENCH_JAVA_OPTS} go to Outdial's process, for a profiler. */
    private static List<String> profiling(Contestant who, String verb) {
        String options = System.getenv().getOrDefault("BENCH_JAVA_OPTS", "").strip();
        return options.isEmpty() || !who.tables().equals("outdial") || !verb.equals("run")
                ? List.of()
                : List.of(options.split("\\s+"));
    }

    private static Path log(String name) {
        return HOME.resolve("log").resolve(name.replaceAll("[^a-zA-Z-]+", "_") + ".log");
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof java.math.BigDecimal number ? (Object) number.longValue() : value;
    }
}
