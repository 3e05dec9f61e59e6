package dev.outdial.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL server of our own, on the loopback interface and a free port. It never outlives this process, however the
 * process ends, and it is still there while the service shuts down.
 *
 * <p>Starting blocks for about a quarter of a second, two seconds the first time, longer after a crash of the machine.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    /** Followed by the directory; holds the port. A property, because dev mode loads this class anew at each change. */
    private static final String RUNNING = "outdial.embedded-postgres:";

    private static final int ATTEMPTS = 3;

    private final PostgresDirectory directory;
    private final DirectoryLock lock;
    private final PostgresProcess process;
    private final DatabaseUrl url;
    private volatile boolean closing;

    private EmbeddedPostgres(
            PostgresDirectory directory, DirectoryLock lock, PostgresProcess process, DatabaseUrl url) {
        this.directory = directory;
        this.lock = lock;
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a server on a directory, making the database there when there is none.
     *
     * @param directory is made when missing, with all that the server needs inside it
     * @param durable false empties the database first and writes nothing safely, which is what tests want
     * @throws PostgresUnavailable when another process uses the directory, or the server does not come up
     */
    public static EmbeddedPostgres start(Path directory, boolean durable) {
        PostgresDirectory home =
                new PostgresDirectory(directory.toAbsolutePath().normalize(), durable);
        try {
            home.create();
            DirectoryLock lock = DirectoryLock.acquire(home.path());
            try {
                return start(home, lock);
            } catch (IOException | RuntimeException e) {
                lock.release();
                throw e;
            }
        } catch (IOException e) {
            throw new PostgresUnavailable("its directory " + home.path() + " cannot be used (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresUnavailable("the start was interrupted", e);
        }
    }

    /** The server that this process already runs on a directory, else a new one that runs until the process ends. */
    public static synchronized DatabaseUrl shared(Path directory, boolean durable) {
        PostgresDirectory home =
                new PostgresDirectory(directory.toAbsolutePath().normalize(), durable);
        String port = System.getProperty(RUNNING + home.path());
        if (port == null) {
            // Its watching thread keeps it reachable.
            return start(directory, durable).url();
        }
        try {
            return home.url(Integer.parseInt(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the server listens, and the account that owns everything in it. */
    public DatabaseUrl url() {
        return url;
    }

    /** Stops the server, cutting what is connected, and returns when it has stopped. */
    @Override
    public void close() {
        closing = true;
        process.stop();
        released();
    }

    private static EmbeddedPostgres start(PostgresDirectory home, DirectoryLock lock)
            throws IOException, InterruptedException {
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(home.path());
        home.awaitEndOfPredecessor();
        home.initialize(binaries);
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            PostgresProcess process = PostgresProcess.start(home, binaries, PostgresSettings.arguments(home, port));
            if (process.awaitReady()) {
                EmbeddedPostgres server = new EmbeddedPostgres(home, lock, process, home.url(port));
                System.setProperty(RUNNING + home.path(), Integer.toString(port));
                // It also keeps pipe and lock reachable: were they collected, the server would stop.
                Thread.ofPlatform().daemon().name("embedded-postgres").start(server::watch);
                return server;
            }
            // Somebody may have taken the port between our finding it free and the server's binding it.
            if (attempt == ATTEMPTS || !process.log().contains("could not bind")) {
                throw new PostgresUnavailable("the server did not come up", home.startLog(), process.log());
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void watch() {
        process.awaitEnd();
        if (!closing) {
            LOG.errorf(
                    "The embedded PostgreSQL has stopped by itself; restart the service. Its log is in %s",
                    directory.logs());
        }
        released();
    }

    private void released() {
        System.clearProperty(RUNNING + directory.path());
        lock.release();
    }
}
