package dev.outdial.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How an embedded server is set up. Given on the command line, so that a new release of ours brings its own. */
final class PostgresSettings {

    private PostgresSettings() {}

    /** The arguments of {@code postgres} for a server on that port. */
    static List<String> arguments(PostgresDirectory directory, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Reachable from this machine only, and by password: a socket in /tmp would be everybody's.
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");

        settings.put("shared_buffers", "128MB");
        settings.put("max_connections", "100");
        // The queue's tables turn over within seconds; the default minute lets them grow to many times their size.
        settings.put("autovacuum_naptime", "10s");
        // Solid state disks read anywhere alike.
        settings.put("random_page_cost", "1.1");
        // Every statement is short: compiling it takes longer than running it.
        settings.put("jit", "off");
        // Nothing replicates from here, so the log holds what recovery needs and no more.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("log_checkpoints", "off");
        settings.putAll(directory.durable() ? log(directory) : throwAway());

        List<String> arguments = new ArrayList<>(List.of("-D", directory.data().toString()));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    /** A file per weekday, overwritten a week later: a week to look back on, and an end to its growth. */
    private static Map<String, String> log(PostgresDirectory directory) {
        return Map.of(
                "logging_collector", "on",
                "log_directory", directory.logs().toString(),
                "log_filename", "postgres-%a.log",
                "log_rotation_age", "1d",
                "log_rotation_size", "0",
                "log_truncate_on_rotation", "on");
    }

    /** For a database that nobody misses after a crash of the machine. */
    private static Map<String, String> throwAway() {
        return Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");
    }
}
