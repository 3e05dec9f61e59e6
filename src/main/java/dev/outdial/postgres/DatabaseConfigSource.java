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
    private final Supplier<DatabaseUrl> choice;
    private @Nullable DatabaseUrl chosen;
    private boolean failed;

    /** The choice is made when first asked for, and stands. */
    DatabaseConfigSource(int ordinal, Supplier<DatabaseUrl> choice) {
        this.ordinal = ordinal;
        this.choice = choice;
    }

    @Override
    public @Nullable String getValue(String name) {
        return switch (name) {
            case "quarkus.datasource.reactive.url" -> answer(DatabaseUrl::reactiveUrl);
            case "quarkus.datasource.jdbc.url" -> answer(DatabaseUrl::jdbcUrl);
            case "outdial.database.username" -> answer(DatabaseUrl::user);
            case "outdial.database.password" -> answer(DatabaseUrl::password);
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

    private synchronized @Nullable String answer(Question question) {
        if (chosen == null) {
            if (failed) {
                // Quarkus asks on and collects what goes wrong. It shall be told once, and no server be tried again.
                return "";
            }
            failed = true;
            chosen = choice.get();
        }
        return question.of(chosen);
    }

    private interface Question {
        @Nullable
        String of(DatabaseUrl url);
    }
}
