package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/** A roster at the other end of a wire. */
record WiredRoster(Wire wire, Roster roster) implements Roster {

    @Override
    public Uni<Replica> enter(UUID id, Duration lease) {
        return wire.ask("enter", roster.enter(id, lease));
    }

    @Override
    public Uni<Boolean> renew(UUID id, Duration lease) {
        return wire.canRenew()
                ? wire.ask("renew", roster.renew(id, lease))
                : Uni.createFrom().failure(new IllegalStateException("cut off"));
    }

    @Override
    public Uni<Void> leave(UUID id) {
        return wire.ask("leave", roster.leave(id));
    }
}
