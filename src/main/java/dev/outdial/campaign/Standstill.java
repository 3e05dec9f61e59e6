package dev.outdial.campaign;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Waits until a campaign that was paused or cancelled can start no call any more.
 *
 * <p>That moment is known exactly. The commit came after every claim and refill that had seen the campaign running, for
 * those hold its row or its gate; so each call that may still be started is in {@code open_call} by now, as an intent.
 * The claim gave it a {@code start_by} on the database's clock; its owner starts it before the same patience has passed on
 * its own monotonic clock, counted from before the claim was sent, or gives it back. What is past its {@code start_by},
 * or known to be placed, is no start to come. So this needs no word from the owner, not even that it is alive, and ends
 * when the longest patience does: about a second.
 */
@ApplicationScoped
class Standstill {

    private static final String TO_START = """
            SELECT count(*) AS calls
              FROM open_call
             WHERE organization_id = $1 AND campaign_id = $2 AND phase = 'intent' AND start_by > real_now()
            """;

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Pool pool;
    private final Vertx vertx;

    Standstill(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** Completes when no call of the campaign will start, unless somebody resumes it. */
    Uni<Void> of(Campaign campaign) {
        return toStart(campaign)
                .chain(calls -> calls == 0 ? Uni.createFrom().voidItem() : pause().chain(() -> of(campaign)));
    }

    private Uni<Long> toStart(Campaign campaign) {
        return pool.preparedQuery(TO_START)
                .execute(Tuple.of(campaign.organizationId, campaign.id))
                .map(rows -> rows.iterator().next().getLong("calls"));
    }

    /** On the request's own context, which a delay by Mutiny would leave. */
    private Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(PAUSE.toMillis(), fired -> emitter.complete(null)));
    }
}
