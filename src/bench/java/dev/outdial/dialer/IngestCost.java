package dev.outdial.dialer;

import dev.outdial.bench.Settings;
import dev.outdial.campaign.BenchLeads;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * A file of leads, uploaded, beside the fastest there is: the finished rows, by {@code COPY}, into the same tables with
 * the same indexes. Both are one transaction.
 */
public final class IngestCost implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Settings database;
    private final Pool pool;
    private final UUID organization;
    private final BenchTables tables;

    /** On an empty database. */
    public IngestCost(Settings database) {
        this.database = database;
        pool = BenchTables.pool(vertx, database, 2);
        BenchTables.migrate(database);
        tables = new BenchTables(pool, Instant.now());
        organization = tables.organization();
    }

    /** A smaller file first, so that the compiler has seen it. */
    public JsonObject measure(int leads) throws IOException, SQLException {
        campaign().add(0, leads / 4);
        BenchLeads campaign = campaign();
        Path file = BenchLeads.file(0, leads);
        long start = System.nanoTime();
        int stored = campaign.upload(file);
        long uploaded = System.nanoTime() - start;
        Files.delete(file);
        if (stored != leads) {
            throw new IllegalStateException("Stored " + stored);
        }
        return new JsonObject()
                .put("upload_per_second", leads * 1e9 / uploaded)
                .put("copy_per_second", leads * 1e9 / copy(leads));
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }

    private BenchLeads campaign() {
        return new BenchLeads(vertx, pool, Instant.now(), organization, tables.campaign(1), BenchTables.CALLER);
    }

    /** The rows that are there, out and in again. */
    private long copy(int leads) throws IOException, SQLException {
        Path rows = Files.createTempFile("outdial", "leads");
        Path queue = Files.createTempFile("outdial", "queue");
        try (Connection connection =
                DriverManager.getConnection(database.text("jdbc"), database.text("user"), database.text("password"))) {
            CopyManager copy = new CopyManager(connection.unwrap(BaseConnection.class));
            out(copy, "SELECT * FROM lead ORDER BY id DESC LIMIT " + leads, rows);
            out(copy, "SELECT * FROM lead_due ORDER BY lead_id DESC LIMIT " + leads, queue);
            connection.createStatement().execute("TRUNCATE lead, lead_due");
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            in(copy, "lead", rows);
            in(copy, "lead_due", queue);
            connection.commit();
            return System.nanoTime() - start;
        } finally {
            Files.delete(rows);
            Files.delete(queue);
        }
    }

    private static void out(CopyManager copy, String query, Path file) throws IOException, SQLException {
        try (var to = Files.newOutputStream(file)) {
            copy.copyOut("COPY (" + query + ") TO STDOUT", to);
        }
    }

    private static void in(CopyManager copy, String table, Path file) throws IOException, SQLException {
        try (var from = Files.newInputStream(file)) {
            copy.copyIn("COPY " + table + " FROM STDIN", from, 1 << 16);
        }
    }
}
