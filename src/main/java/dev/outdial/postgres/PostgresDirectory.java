package dev.outdial.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What an embedded server keeps on disk: its programs, its data, its logs and its password. Only the owner may look in.
 *
 * @param durable false for a throw-away database
 */
record PostgresDirectory(Path path, boolean durable) {

    static final String USER = "outdial";

    /** Made by the server itself, and connected to, so that no other need be created. */
    private static final String DATABASE = "postgres";

    private static final int PASSWORD_BYTES = 24;
    private static final long PREDECESSOR_SECONDS = 60;

    void create() throws IOException {
        Trees.createPrivate(path);
        Trees.createPrivate(logs());
    }

    Path data() {
        return path.resolve("data");
    }

    Path logs() {
        return path.resolve("log");
    }

    /** What the server says before it writes its own log. */
    Path startLog() {
        return logs().resolve("start.log");
    }

    Path postmasterPid() {
        return data().resolve("postmaster.pid");
    }

    DatabaseUrl url(int port) throws IOException {
        return new DatabaseUrl("127.0.0.1", port, DATABASE, USER, Files.readString(passwordFile()), Map.of());
    }

    /**
     * Waits for the server of a process that was killed a moment ago: it still writes its last checkpoint. Requires the
     * directory's lock, so that no other server can be meant.
     */
    void awaitEndOfPredecessor() throws IOException, InterruptedException {
        ProcessHandle predecessor = predecessor();
        if (predecessor == null) {
            return;
        }
        if (predecessor.info().command().orElse("").endsWith("postgres")) {
            try {
                predecessor.onExit().get(PREDECESSOR_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new PostgresUnavailable(
                        "a PostgreSQL, process " + predecessor.pid() + ", still runs on " + data(), e);
            }
        }
        // Its number may belong to another program by now, in a container almost surely; PostgreSQL would refuse to
        // start, not knowing that.
        Files.deleteIfExists(postmasterPid());
    }

    /** Makes the database, unless it is there. A start cut short leaves none rather than half of one. */
    void initialize(PostgresBinaries binaries) throws IOException, InterruptedException {
        if (!durable) {
            Trees.delete(data());
        }
        if (Files.isDirectory(data())) {
            return;
        }
        Path partial = path.resolve("data.partial");
        Trees.delete(partial);
        writePassword();
        PostgresProcess.initialize(this, partial, binaries);
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    Path passwordFile() {
        return path.resolve("password");
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
    }

    private @Nullable ProcessHandle predecessor() throws IOException {
        try {
            List<String> lines = Files.readAllLines(postmasterPid());
            return lines.isEmpty()
                    ? null
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElse(null);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
