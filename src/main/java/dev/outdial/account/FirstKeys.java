package dev.outdial.account;

import dev.outdial.account.Opening.Finding;
import dev.outdial.http.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/** The statements of {@link Bootstrap}, in one transaction. Plain SQL: at the start there is no context for a session. */
final class FirstKeys {

    // Replicas that start together must not make a key each.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('outdial.bootstrap', 0))";

    private static final String FIND = "SELECT secret_hash, revoked_at FROM api_key WHERE key_id = $1";

    // Whoever has revoked the last operator key by hand still wants the next one in the same organization.
    private static final String FIND_OPERATOR = """
            SELECT organization_id, bool_or(revoked_at IS NULL) AS live
            FROM api_key
            WHERE 'operator' = ANY (scopes)
            GROUP BY organization_id
            ORDER BY live DESC, min(created_at)
            LIMIT 1""";

    private static final String ADD_ORGANIZATION = """
            INSERT INTO organization (id, name, max_concurrent_calls, created_at)
            VALUES ($1, 'default', $2, $3)""";

    private static final String ADD_KEY = """
            INSERT INTO api_key (id, organization_id, key_id, secret_hash, name, scopes, created_at)
            VALUES ($1, $2, $3, $4, 'Bootstrap key', $5, $6)""";

    private final SqlConnection connection;
    private final OffsetDateTime now;

    FirstKeys(SqlConnection connection, Instant now) {
        this.connection = connection;
        this.now = now.atOffset(ZoneOffset.UTC);
    }

    /**
     * Makes the key if it is missing.
     *
     * @param id the new key's
     * @param wanted whether the operator named it; else it is made only when no key has the operator scope
     */
    Uni<Opening> ensure(Credentials credentials, UUID id, boolean wanted) {
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(FIND).execute(Tuple.of(credentials.keyId())))
                .chain(rows -> {
                    RowIterator<Row> row = rows.iterator();
                    return row.hasNext()
                            ? Uni.createFrom().item(compare(row.next(), credentials))
                            : addUnlessNeedless(credentials, id, wanted);
                })
                .map(finding -> new Opening(finding, credentials));
    }

    private static Finding compare(Row row, Credentials credentials) {
        if (!credentials.match(row.getDelegate().getBuffer("secret_hash").getBytes())) {
            return Finding.OTHER_SECRET;
        }
        return row.getOffsetDateTime("revoked_at") == null ? Finding.IN_ORDER : Finding.REVOKED;
    }

    private Uni<Finding> addUnlessNeedless(Credentials credentials, UUID id, boolean wanted) {
        return connection.query(FIND_OPERATOR).execute().chain(rows -> {
            RowIterator<Row> found = rows.iterator();
            if (!found.hasNext()) {
                return addOrganization().chain(organization -> addKey(credentials, id, organization, wanted));
            }
            Row operator = found.next();
            return wanted || !operator.getBoolean("live")
                    ? addKey(credentials, id, operator.getUUID("organization_id"), wanted)
                    : Uni.createFrom().item(Finding.NOT_NEEDED);
        });
    }

    private Uni<UUID> addOrganization() {
        UUID id = Ids.next();
        return connection
                .preparedQuery(ADD_ORGANIZATION)
                .execute(Tuple.of(id, Organization.MAX_CONCURRENT_CALLS_DEFAULT, now))
                .replaceWith(id);
    }

    private Uni<Finding> addKey(Credentials credentials, UUID id, UUID organizationId, boolean wanted) {
        String[] scopes = Arrays.stream(Scope.values()).map(Scope::text).toArray(String[]::new);
        Tuple row = Tuple.of(id, organizationId, credentials.keyId())
                .addValue(Buffer.buffer(credentials.secretHash()))
                .addArrayOfString(scopes)
                .addOffsetDateTime(now);
        return connection
                .preparedQuery(ADD_KEY)
                .execute(row)
                .replaceWith(wanted ? Finding.MADE_AS_WANTED : Finding.MADE_UP);
    }
}
