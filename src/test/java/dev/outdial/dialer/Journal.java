package dev.outdial.dialer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a simulated run, line by line, for whoever has to find out why. */
final class Journal {

    private final VirtualTime time;
    private final List<String> lines = new ArrayList<>();
    private final boolean kept;

    /** @param kept whether to write anything down: most runs are never read */
    Journal(VirtualTime time, boolean kept) {
        this.time = time;
        this.kept = kept;
    }

    void tell(Object who, String what) {
        if (kept) {
            lines.add("%10.4f %s %s".formatted(time.nanos() / 1e9, who, what));
        }
    }

    void answer(SimulatedReplica replica, String what, @Nullable Object answer) {
        if (kept) {
            tell(replica, what + " " + words(answer));
        }
    }

    List<String> lines() {
        return lines;
    }

    private static String words(@Nullable Object answer) {
        return switch (answer) {
            case null -> "";
            case List<?> all -> all.stream().map(Journal::words).toList().toString();
            case Claim claim -> claim.placeCall().toString();
            case OpenCall call -> call.key() + (call.neverHeardOf() ? " never heard of" : "");
            case CallStore.Stray stray -> words(stray.call()) + (stray.neverStarted() ? " never started" : "");
            default -> answer.toString();
        };
    }
}
