package dev.outdial.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A running server and the shell that looks after it. The shell holds the reading end of a pipe whose writing end is
 * ours: when the pipe closes, because we said so or because we are gone, it stops the server.
 */
final class PostgresProcess {

    /** PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, while its files stay root's. */
    private static final String AS_ORDINARY_USER = """
            if [ "$(id -u)" = 0 ]; then
                unshare -U true || {
                    echo 'PostgreSQL does not run as root, and this system grants no user namespace (unshare -U).' >&2
                    echo 'Run Outdial as an ordinary user.' >&2
                    exit 1
                }
                set -- unshare -U "$@"
            fi
            """;

    /**
     * The signals of a terminal or a service manager are for the service: it drains first, and the server must be there
     * meanwhile. Hence they are ignored here, and the terminal's do not reach the server in its session. Stopping is an
     * interrupt: it ends the sessions and writes a last checkpoint. The guard ends with the server, before the number of
     * the server's process can be another's.
     */
    private static final String SUPERVISE = """
            trap '' HUP INT TERM
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            { while read -r ignored; do :; done; kill -INT "$server"; } <&3 &
            guard=$!
            exec 3<&- </dev/null
            wait "$server"
            status=$?
            kill -KILL "$guard" 2>/dev/null
            exit "$status"
            """;

    /** A Mac has no setsid, but Perl. The shell's own job control would take the terminal away from the service. */
    private static final String IN_ITS_OWN_SESSION = """
            if command -v setsid >/dev/null; then
                exec setsid "$@"
            elif command -v perl >/dev/null; then
                exec perl -MPOSIX -e 'POSIX::setsid(); exec @ARGV' -- "$@"
            fi
            exec "$@"
            """;

    /** Nothing of ours that is secret, and no PGOPTIONS of somebody else's. */
    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

    private static final Duration PATIENCE_WITH_RECOVERY = Duration.ofMinutes(5);
    private static final Duration PATIENCE_WITH_STOPPING = Duration.ofMinutes(1);
    private static final int LOG_TAIL = 4_000;

    // The eighth line of postmaster.pid, as pg_ctl reads it.
    private static final int STATUS_LINE = 7;

    private final PostgresDirectory directory;
    private final Process shell;

    private PostgresProcess(PostgresDirectory directory, Process shell) {
        this.directory = directory;
        this.shell = shell;
    }

    /** @param arguments of {@code postgres} */
    static PostgresProcess start(PostgresDirectory directory, PostgresBinaries binaries, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", IN_ITS_OWN_SESSION, "sh"));
        command.addAll(List.of("sh", "-c", AS_ORDINARY_USER + SUPERVISE, "sh", binaries.program("postgres")));
        command.addAll(arguments);
        return new PostgresProcess(directory, builder(directory, command).start());
    }

    /** Makes an empty database at that place. */
    static void initialize(PostgresDirectory directory, Path data, PostgresBinaries binaries)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", AS_ORDINARY_USER + "exec \"$@\"", "sh"));
        command.addAll(List.of(binaries.program("initdb"), "-D", data.toString(), "-U", PostgresDirectory.USER));
        command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + directory.passwordFile(), "--encoding=UTF8"));
        // Independent of what the machine has installed, and the same everywhere.
        command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        // Given, they need not be found out by trial, which is half of the time this takes.
        command.addAll(List.of("--set=max_connections=100", "--set=shared_buffers=128MB"));
        command.addAll(List.of("--set=dynamic_shared_memory_type=posix", "--no-instructions"));
        if (!directory.durable()) {
            command.add("--no-sync");
        }
        Process initdb = builder(directory, command).start();
        initdb.getOutputStream().close();
        if (initdb.waitFor() != 0) {
            throw new PostgresUnavailable("no database could be made", directory.startLog(), log(directory));
        }
    }

    /** Blocks until the server takes connections; false when it ended instead. */
    boolean awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_WITH_RECOVERY.toNanos();
        while (!isReady()) {
            if (shell.waitFor(10, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                stop();
                return false;
            }
        }
        return true;
    }

    void awaitEnd() {
        shell.onExit().join();
    }

    /** Stops the server and blocks until it has stopped. */
    void stop() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(PATIENCE_WITH_STOPPING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The embedded PostgreSQL does not stop; see " + directory.logs());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end of what the server said before it wrote its own log. */
    String log() throws IOException {
        return log(directory);
    }

    /** Whether the file is this server's, not one that a killed predecessor left, and says so. */
    private boolean isReady() throws IOException {
        try {
            List<String> lines = Files.readAllLines(directory.postmasterPid());
            return lines.size() > STATUS_LINE
                    && lines.get(STATUS_LINE).strip().equals("ready")
                    && shell.descendants().anyMatch(child -> lines.getFirst().equals(Long.toString(child.pid())));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String log(PostgresDirectory directory) throws IOException {
        String log = Files.readString(directory.startLog());
        return log.substring(Math.max(0, log.length() - LOG_TAIL));
    }

    private static ProcessBuilder builder(PostgresDirectory directory, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.startLog().toFile());
        builder.environment().keySet().retainAll(PASSED_ON);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
