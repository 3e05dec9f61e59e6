/**
 * The database the service runs on: the one that {@code OUTDIAL_DATABASE_URL} names, else a PostgreSQL of our own that
 * lives exactly as long as this process. {@link dev.outdial.postgres.DatabaseConfigSourceFactory} makes the choice,
 * {@link dev.outdial.postgres.EmbeddedPostgres} is the server.
 */
@NullMarked
package dev.outdial.postgres;

import org.jspecify.annotations.NullMarked;
