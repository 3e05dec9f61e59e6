package dev.outdial.testing;

import dev.outdial.http.Ids;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** A campaign as a row without leads, for tests of what campaigns refer to. */
public final class CampaignRow {

    private CampaignRow() {}

    /** Stores one in this state and returns its id. */
    public static UUID insert(Pool pool, UUID organizationId, UUID agentId, UUID lineId, String status) {
        UUID id = Ids.next();
        pool.preparedQuery("""
                INSERT INTO campaign (id, organization_id, name, agent_id, line_id, from_phone_number, status,
                                      max_concurrent_calls, priority, retry_config, created_at, updated_at)
                VALUES ($1, $2, 'Test', $3, $4, '+14155550100', $5, 1, 5, '{}', now(), now())
                """).executeAndAwait(Tuple.of(id, organizationId, agentId, lineId, status));
        return id;
    }

    /** Puts it into another state. */
    public static void set(Pool pool, UUID id, String status) {
        pool.preparedQuery("UPDATE campaign SET status = $2 WHERE id = $1").executeAndAwait(Tuple.of(id, status));
    }
}
