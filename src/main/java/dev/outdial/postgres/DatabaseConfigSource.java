package dev.outdial.postgres;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Answers where the database is. The account has names of its own, to which {@code application.properties} refers:
 * Quarkus asks for a datasource's account only when some source lists it.
 */
final class DatabaseConfigSource implements ConfigSource {

    private final int ordinal;
    private final Supplier<DatabaseUrl> database;

    /** Asked at each question; makes its choice once. */
    DatabaseConfigSource(int ordinal, Supplier<DatabaseUrl> database) {
        this.ordinal = ordinal;
        this.database = database;
    }

    @Override
    public @Nullable String getValue(String name) {
        return switch (name) {
            case "quarkus.datasource.reactive.url" -> database.get().reactiveUrl();
            case "quarkus.datasource.jdbc.url" -> database.get().jdbcUrl();
            case "outdial.database.username" -> database.get().user();
            case "outdial.database.password" -> database.get().password();
            default -> null;
        };
    }

    /** None: the build asks for the value of every name it is told of, and would start a server. */
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.of();
    }

    @Override
    public int getOrdinal() {
        return ordinal;
    }

    @Override
    public String getName() {
        return "Outdial's database";
    }
}
