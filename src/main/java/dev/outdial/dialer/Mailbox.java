package dev.outdial.dialer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching between what happens and what is written: whatever gathers while the last batch is being written is
 * the next batch. An idle system waits for nothing, a busy one writes larger batches. One reader at a time; what waits
 * here is bounded by the calls in flight.
 */
final class Mailbox<T> {

    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private @Nullable Reader<T> reader;

    void put(T item) {
        Reader<T> served;
        List<T> batch;
        synchronized (this) {
            waiting.add(item);
            served = reader;
            if (served == null) {
                return;
            }
            reader = null;
            batch = take(served.most());
        }
        served.emitter().complete(batch);
    }

    /** The next batch: at least one item, at most {@code most}, in the order they came. */
    Uni<List<T>> next(int most) {
        return Uni.createFrom().emitter(emitter -> {
            List<T> batch;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    reader = new Reader<>(most, emitter);
                    return;
                }
                batch = take(most);
            }
            emitter.complete(batch);
        });
    }

    private List<T> take(int most) {
        List<T> batch = new ArrayList<>(Math.min(most, waiting.size()));
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private record Reader<T>(int most, UniEmitter<? super List<T>> emitter) {}
}
