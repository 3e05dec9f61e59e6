package dev.outdial.testing;

import dev.outdial.postgres.DatabaseUrl;
import dev.outdial.postgres.EmbeddedPostgres;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * A fresh, migrated database for a plain JUnit test, and pools on it. One throw-away server serves the whole test run, the
 * {@code @QuarkusTest}s included; the migrations run once, on a template that each database is copied from (50 ms).
 */
public final class TestDatabase implements AutoCloseable {

    /** Where application.properties has the tests' server. */
    private static final Path SERVER = Path.of("target", "test-data", "postgres");

    private static final String TEMPLATE = "outdial_template";

    private final DatabaseUrl url;
    private final Vertx vertx = Vertx.vertx();
    private final List<Pool> pools = new ArrayList<>();

    private TestDatabase(DatabaseUrl url) {
        this.url = url;
    }

    /** A database with every migration applied and no rows. Close it to drop it. */
    public static TestDatabase create() {
        DatabaseUrl server = Template.SERVER_URL;
        // Random, because Quarkus loads this class a second time for its tests.
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute(server, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " STRATEGY FILE_COPY");
        return new TestDatabase(server.withDatabase(name));
    }

    /** Where it is, for other ways to connect. */
    public DatabaseUrl url() {
        return url;
    }

    /** The event loops of this database's pools. */
    public Vertx vertx() {
        return vertx;
    }

    public PgConnectOptions connectOptions() {
        return PgConnectOptions.fromUri(url.reactiveUrl())
                .setUser(url.user())
                .setPassword(url.password())
                .setCachePreparedStatements(true);
    }

    /** Another pool, as another replica would have it. It is closed with this database. */
    public Pool pool(int size) {
        Pool pool = PgBuilder.pool()
                .connectingTo(connectOptions())
                .with(new PoolOptions().setMaxSize(size))
                .using(vertx)
                .build();
        pools.add(pool);
        return pool;
    }

    /** Runs one statement, or several separated by semicolons, outside every pool. */
    public void execute(String sql) {
        execute(url, sql);
    }

    @Override
    public void close() {
        pools.forEach(Pool::closeAndAwait);
        vertx.closeAndAwait();
        execute(Template.SERVER_URL, "DROP DATABASE " + url.database() + " WITH (FORCE)");
    }

    private static void execute(DatabaseUrl url, String sql) {
        try (Connection connection = connection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not run: " + sql, e);
        }
    }

    private static Connection connection(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    /** Made when first needed. */
    private static final class Template {

        static final DatabaseUrl SERVER_URL = migrated();

        private static DatabaseUrl migrated() {
            DatabaseUrl server = EmbeddedPostgres.shared(SERVER, false);
            if (!holdsTemplate(server)) {
                execute(server, "CREATE DATABASE " + TEMPLATE);
            }
            DatabaseUrl template = server.withDatabase(TEMPLATE);
            Flyway.configure()
                    .dataSource(template.jdbcUrl(), template.user(), template.password())
                    .load()
                    .migrate();
            return server;
        }

        private static boolean holdsTemplate(DatabaseUrl server) {
            try (Connection connection = connection(server);
                    PreparedStatement statement =
                            connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
                statement.setString(1, TEMPLATE);
                return statement.executeQuery().next();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
