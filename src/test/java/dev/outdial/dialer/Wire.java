package dev.outdial.dialer;

import dev.outdial.dialer.Anomaly.Kind;
import dev.outdial.dialer.Anomaly.Point;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;

/**
 * The way from one replica to the database and back. A statement is run at once and as a whole, but some time after it
 * was sent, and its answer needs time too; either may get lost, and the replica may be gone by then.
 */
final class Wire {

    private static final Duration BROKEN = Duration.ofMillis(50);

    private final Simulation run;
    private final SimulatedReplica replica;

    Wire(Simulation run, SimulatedReplica replica) {
        this.run = run;
        this.replica = replica;
    }

    /** Asks something whenever it is subscribed to. */
    <T> Uni<T> ask(String what, Uni<T> statement) {
        return Uni.createFrom().emitter(emitter -> send(what, statement, emitter));
    }

    boolean canRenew() {
        return replica.canRenew();
    }

    private <T> void send(String what, Uni<T> statement, UniEmitter<? super T> emitter) {
        int n = run.count(Point.STATEMENT);
        Anomaly anomaly = run.strikes(Point.STATEMENT, n);
        Kind kind = anomaly.kind();
        Duration way = run.toDatabase("statement", n);
        if (kind == Kind.CRASH_BEFORE) {
            replica.crash(Duration.ofSeconds(anomaly.much()));
        } else if (kind == Kind.CUT || run.isOut()) {
            run.journal().tell(replica, what + " is cut off");
            fail(emitter, "cut off");
        } else {
            Duration delay = kind == Kind.SLOW ? Duration.ofSeconds(anomaly.much()) : way;
            run.time().after(delay, () -> arrive(what, statement, emitter, anomaly));
        }
    }

    private <T> void arrive(String what, Uni<T> statement, UniEmitter<? super T> emitter, Anomaly anomaly) {
        if (run.isOut()) {
            fail(emitter, "cut off");
            return;
        }
        T answer = run.database(what, replica, statement);
        Kind kind = anomaly.kind();
        if (kind == Kind.CRASH_AFTER) {
            replica.crash(Duration.ofSeconds(anomaly.much()));
        } else if (kind == Kind.ANSWER_LOST) {
            run.journal().tell(replica, "does not hear the answer to " + what);
            fail(emitter, "answer lost");
        } else {
            if (kind == Kind.STALL_AFTER) {
                replica.freeze(Duration.ofSeconds(anomaly.much()));
            }
            answer(emitter, answer);
        }
    }

    private <T> void answer(UniEmitter<? super T> emitter, T answer) {
        Duration way = run.toDatabase("answer", run.count(Point.STATEMENT));
        run.time().after(way, () -> replica.execute(() -> emitter.complete(answer)));
    }

    private void fail(UniEmitter<?> emitter, String why) {
        run.time().after(BROKEN, () -> replica.execute(() -> emitter.fail(new IllegalStateException(why))));
    }
}
