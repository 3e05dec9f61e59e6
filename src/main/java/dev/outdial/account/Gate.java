package dev.outdial.account;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * The lock beside the row of a campaign or an organization. The dialer holds it shared while it fills freed slots,
 * without locking the row; whoever pauses, cancels or lowers a limit closes it. Once that is committed, nothing can be
 * filled by what was read before.
 */
public final class Gate {

    /** Counted, because Hibernate has no type for the nothing that the lock returns. */
    private static final String CLOSE = "SELECT count(*) FROM pg_advisory_xact_lock(gate_key(?1))";

    private Gate() {}

    /**
     * Closes the gate until the current transaction ends. It must be the transaction's first statement, so that all that
     * follows sees what others did before, and so that nobody waits for the gate with a row in hand.
     */
    public static Uni<Void> close(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLOSE, Long.class)
                        .setParameter(1, id)
                        .getSingleResult())
                .replaceWithVoid();
    }
}
