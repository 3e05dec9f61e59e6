package dev.outdial.postgres;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides which database both pools use: what the operator says in {@code quarkus.datasource.*}, else
 * {@code OUTDIAL_DATABASE_URL}, else a server of our own, started at the first question and not before.
 */
public final class DatabaseConfigSourceFactory implements ConfigSourceFactory {

    private static final Logger LOG = Logger.getLogger("dev.outdial.postgres");

    // Below application.properties: what is written there, in the environment or on the command line wins.
    private static final int ORDINAL = 240;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (value(context, "quarkus.datasource.reactive.url") != null
                || value(context, "quarkus.datasource.jdbc.url") != null) {
            return List.of();
        }
        String external = value(context, "outdial.database-url");
        Supplier<DatabaseUrl> choice = external == null ? () -> embedded(context) : () -> external(external);
        return List.of(new DatabaseConfigSource(ORDINAL, choice));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static DatabaseUrl external(String text) {
        DatabaseUrl url = DatabaseUrl.parse("OUTDIAL_DATABASE_URL", text);
        LOG.infof("Database: %s (OUTDIAL_DATABASE_URL).", url);
        return url;
    }

    private static DatabaseUrl embedded(ConfigSourceContext context) {
        String data = value(context, "outdial.data-dir");
        Path directory = Path.of(data == null ? "data" : data, "postgres")
                .toAbsolutePath()
                .normalize();
        boolean durable = !"false".equals(value(context, "outdial.embedded-postgres.durable"));
        DatabaseUrl url = EmbeddedPostgres.shared(directory, durable);
        LOG.infof(
                "Database: embedded PostgreSQL on port %d, its data %s in %s (OUTDIAL_DATABASE_URL is not set).",
                url.port(), durable ? "kept" : "thrown away at each start", directory);
        return url;
    }

    private static @Nullable String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null || value.getValue().isBlank() ? null : value.getValue();
    }
}
