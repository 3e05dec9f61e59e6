package dev.outdial.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The PostgreSQL that everybody is measured on: the embedded binaries with settings of a small server of its own, and
 * every commit safely written. Throw-away: it is made anew at each run.
 */
public final class MeasuredPostgres implements AutoCloseable {

    /** Over the embedded server's own settings; the last one given counts. */
    public static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "wal_level", "replica",
            "shared_buffers", "512MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "15min",
            "autovacuum_naptime", "10s",
            "max_connections", "300",
            "track_wal_io_timing", "on"));

    private final PostgresProcess process;
    private final PostgresDirectory directory;
    private final DirectoryLock lock;
    private final DatabaseUrl url;

    private MeasuredPostgres(
            PostgresProcess process, PostgresDirectory directory, DirectoryLock lock, DatabaseUrl url) {
        this.process = process;
        this.directory = directory;
        this.lock = lock;
        this.url = url;
    }

    /** Starts an empty server in a directory, whose database of an earlier run is deleted. */
    public static MeasuredPostgres start(Path path) throws IOException, InterruptedException {
        PostgresDirectory directory =
                new PostgresDirectory(path.toAbsolutePath().normalize(), true);
        directory.create();
        DirectoryLock lock = DirectoryLock.acquire(directory.path());
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(directory.path());
        directory.awaitEndOfPredecessor();
        Trees.delete(directory.data());
        directory.initialize(binaries);
        int port = EmbeddedPostgres.freePort();
        List<String> arguments = new ArrayList<>(PostgresSettings.arguments(directory, port));
        SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        PostgresProcess process = PostgresProcess.start(directory, binaries, arguments);
        if (!process.awaitReady()) {
            throw new PostgresUnavailable("the server did not come up", directory.startLog(), process.log());
        }
        return new MeasuredPostgres(process, directory, lock, directory.url(port));
    }

    /** Where it listens, and the account that owns everything in it. */
    public DatabaseUrl url() {
        return url;
    }

    /** Stops it, waits until it has stopped, and deletes what may be gigabytes. */
    @Override
    public void close() throws IOException {
        process.stop();
        Trees.delete(directory.data());
        lock.release();
    }
}
