package dev.outdial.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who we are there, as {@code postgresql://user:password@host:port/database?parameters} says it.
 * Parts may be percent-encoded; the port defaults to 5432 and the database to the user's name, as with libpq.
 *
 * @param host a name or an address; an IPv6 address is in brackets
 * @param password null where the server asks for none
 * @param parameters of those that libpq knows: {@code sslmode}, {@code application_name}, {@code connect_timeout}
 */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;

    // java.net.URI finds no host in names with an underscore, which container networks are full of.
    private static final Pattern SYNTAX = Pattern.compile(
            "postgres(?:ql)?://(?<user>[^:@/?#]+)(?::(?<password>[^@/?#]*))?@(?<host>\\[[0-9a-fA-F:.]+]|[^:@/?#,\\[\\]]+)"
                    + "(?::(?<port>\\d{1,5}))?(?:/(?<database>[^/?#]*))?(?:\\?(?<parameters>[^#]*))?");

    /** libpq's names of the parameters we take, and the JDBC driver's. The reactive client uses libpq's. */
    private static final Map<String, String> JDBC_NAMES = Map.of(
            "sslmode", "sslmode",
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout");

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a URL.
     *
     * @param variable what the operator set, to be named in errors; they never show the text itself, for its password
     * @throws IllegalArgumentException when the text is no such URL
     */
    public static DatabaseUrl parse(String variable, String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw wrong(
                    variable,
                    "must read postgresql://user:password@host:port/database,"
                            + " with special characters in user and password percent-encoded");
        }
        String user = decode(variable, matcher.group("user"));
        String password = matcher.group("password");
        String port = matcher.group("port");
        String database = matcher.group("database");
        return new DatabaseUrl(
                matcher.group("host"),
                port == null ? DEFAULT_PORT : port(variable, port),
                database == null || database.isEmpty() ? user : decode(variable, database),
                user,
                password == null ? null : decode(variable, password),
                parameters(variable, matcher.group("parameters")));
    }

    /** For the reactive client, without user and password. */
    public String reactiveUrl() {
        return "postgresql://" + location() + query(parameters);
    }

    /** For Flyway, without user and password. */
    public String jdbcUrl() {
        Map<String, String> renamed = new LinkedHashMap<>();
        parameters.forEach((name, value) -> renamed.put(JDBC_NAMES.getOrDefault(name, name), value));
        return "jdbc:postgresql://" + location() + query(renamed);
    }

    /** The same server and user, another database on it. */
    public DatabaseUrl withDatabase(String other) {
        return new DatabaseUrl(host, port, other, user, password, parameters);
    }

    /** For logs: where it is and who we are there, without the password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database + " as " + user;
    }

    private String location() {
        return host + ":" + port + "/" + encode(database);
    }

    private static int port(String variable, String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw wrong(variable, "names port " + port + ", which is not between 1 and 65535");
        }
        return port;
    }

    private static Map<String, String> parameters(String variable, @Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(variable, equals < 0 ? pair : pair.substring(0, equals));
            // An unknown one would reach the server as a setting it refuses, or be lost without a word.
            if (equals < 0 || !JDBC_NAMES.containsKey(name)) {
                throw wrong(
                        variable,
                        "has the parameter \"" + name + "\"; known are "
                                + JDBC_NAMES.keySet().stream().sorted().collect(Collectors.joining(", "))
                                + ", each with =value. For anything else set quarkus.datasource.* instead");
            }
            parameters.put(name, decode(variable, pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String decode(String variable, String text) {
        try {
            // The decoder is made for forms, where a plus is a space. In a URL it is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes what may be a piece of the password.
            throw wrong(variable, "holds a percent sign that no two hexadecimal digits follow; write it as %25");
        }
    }

    private static IllegalArgumentException wrong(String variable, String what) {
        return new IllegalArgumentException(variable + " " + what + ".");
    }
}
