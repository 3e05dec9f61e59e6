package dev.outdial.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    // One for all tests, with the blank that a path may hold: unpacking the server takes longer than starting it.
    @TempDir
    private static Path temporary;

    private final Path directory = temporary.resolve("a data directory");

    @Test
    void dataSurvivesARestart() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, true)) {
            query(server.url(), "CREATE TABLE survivor AS SELECT 42 AS answer");
        }

        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, true)) {
            assertThat(query(server.url(), "SELECT answer FROM survivor")).isEqualTo("42");
            query(server.url(), "DROP TABLE survivor");
        }
    }

    @Test
    void throwAwayDatabaseIsEmptyAtEachStart() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, false)) {
            query(server.url(), "CREATE TABLE gone ()");
        }

        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, false)) {
            assertThat(query(server.url(), "SELECT to_regclass('gone')")).isNull();
            assertThat(query(server.url(), "SHOW fsync")).isEqualTo("off");
        }
    }

    @Test
    void onlyTheOwnerOnThisMachineComesIn() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, true)) {
            assertThat(mode(directory)).isEqualTo("rwx------");
            assertThat(mode(directory.resolve("password"))).isEqualTo("rw-------");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url().jdbcUrl(), "outdial", "guessed"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void sharedServerIsStartedOnce() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, true)) {
            assertThat(EmbeddedPostgres.shared(directory, true)).isEqualTo(server.url());
        }
    }

    @Test
    void directoryOfAnotherProcessIsRefused() throws IOException {
        try (ServerProcess other = ServerProcess.start(directory)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, true))
                    .isInstanceOf(PostgresUnavailable.class)
                    .hasMessageContaining(
                            "another Outdial, process " + other.process().pid())
                    .hasMessageContaining("OUTDIAL_DATA_DIR")
                    .hasMessageContaining("OUTDIAL_DATABASE_URL");
        }
    }

    @Test
    void serverEndsWithAKilledProcessAndTheNextOneStartsAtOnce() throws IOException, SQLException {
        try (ServerProcess other = ServerProcess.start(directory)) {
            other.kill();

            // The next one waits for the last checkpoint of the first.
            try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, true)) {
                assertThat(query(server.url(), "SELECT 1")).isEqualTo("1");
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> !answers(other.port()));
        }
    }

    @Test
    void processNumberLeftByACrashMayBelongToAnotherProgram() throws IOException, SQLException {
        // Given a crash, and our own process under the number of the server then
        EmbeddedPostgres.start(directory, true).close();
        Files.writeString(
                directory.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + directory.resolve("data") + "\n1\n1\n\n127.0.0.1\n0 0\nready\n");

        // When, Then
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, true)) {
            assertThat(query(server.url(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void serverThatDoesNotComeUpShowsItsLog() throws IOException {
        EmbeddedPostgres.start(directory, true).close();
        Path version = directory.resolve("data/PG_VERSION");
        String before = Files.readString(version);
        Files.writeString(version, "9.6\n");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, true))
                    .isInstanceOf(PostgresUnavailable.class)
                    .hasMessageContaining("start.log")
                    .hasMessageContaining("initialized by PostgreSQL version 9.6")
                    .hasMessageContaining("OUTDIAL_DATABASE_URL");
        } finally {
            Files.writeString(version, before);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** The first column of the first row, if there is one. */
    private static @Nullable String query(DatabaseUrl url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
