package dev.outdial.webhook.sender;

import dev.outdial.webhook.WebhookConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What is on its way, and how much more may be. Endpoints that fail, or take their time, share a smaller room among
 * themselves; one that begins to take its time moves there with all it has on its way, so that the others' room is free again
 * within two seconds, however many of them stop answering at once.
 */
final class Lanes {

    /** An endpoint that takes longer is a slow one. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    /** Endpoints remembered as slow; one that was forgotten shows it again. */
    private static final int SLOW_MAX = 10_000;

    private final WebhookConfig config;
    private final LongSupplier nanos;
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private final Map<Due.Key, Flight> flights = new HashMap<>();
    private boolean claiming;
    private final Map<UUID, Boolean> slow = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > SLOW_MAX;
        }
    };

    Lanes(WebhookConfig config, LongSupplier nanos) {
        this.config = config;
        this.nanos = nanos;
    }

    /** How much may be claimed now. Whoever asks tells what came of it by {@link #started}, also when that is nothing. */
    synchronized Room room() {
        claiming = true;
        Map<UUID, Integer> busy = new HashMap<>();
        Set<UUID> late = new HashSet<>(slow.keySet());
        long now = nanos.getAsLong();
        for (Flight flight : flights.values()) {
            busy.merge(flight.webhookId(), 1, Integer::sum);
            if (now - flight.start() > SLOW.toNanos()) {
                late.add(flight.webhookId());
            }
        }
        int slowOnes = 0;
        for (Flight flight : flights.values()) {
            if (flight.slow() || late.contains(flight.webhookId())) {
                slowOnes++;
            }
        }
        int left = config.maxSendingOverall() - flights.size();
        return new Room(
                Math.max(0, Math.min(left, config.maxSending() - (flights.size() - slowOnes))),
                Math.max(0, Math.min(left, config.maxSending() / Room.SLOW_SHARE - slowOnes)),
                busy,
                List.copyOf(late));
    }

    synchronized void started(List<Due> claimed) {
        long now = nanos.getAsLong();
        claimed.forEach(due -> flights.put(due.key(), new Flight(due.endpoint().webhookId(), due.slow(), now)));
        claiming = false;
        tellWhenIdle();
    }

    /** It is settled, or left to the next one who claims it. */
    synchronized void ended(Due due, Duration took) {
        flights.remove(due.key());
        tellWhenIdle();
        if (took.compareTo(SLOW) > 0) {
            slow.put(due.endpoint().webhookId(), true);
        } else {
            slow.remove(due.endpoint().webhookId());
        }
    }

    synchronized int size() {
        return flights.size();
    }

    /** Whether nothing is on its way, nor about to be. */
    synchronized boolean isIdle() {
        return flights.isEmpty() && !claiming;
    }

    /** Completes when that is so. */
    Uni<Void> drained() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.add(emitter);
                tellWhenIdle();
            }
        });
    }

    private void tellWhenIdle() {
        if (isIdle()) {
            waiting.forEach(emitter -> emitter.complete(null));
            waiting.clear();
        }
    }

    /**
     * Places that are free.
     *
     * @param quick for endpoints that answer
     * @param slow for those that do not, or take their time
     * @param busy how many places each endpoint has already
     * @param late the endpoints known here to take their time
     */
    record Room(int quick, int slow, Map<UUID, Integer> busy, List<UUID> late) {

        /** The slow ones have this part of it. */
        static final int SLOW_SHARE = 4;

        boolean isEmpty() {
            return quick == 0 && slow == 0;
        }

        UUID[] busyIds() {
            return busy.keySet().toArray(UUID[]::new);
        }

        Integer[] busyCounts() {
            return new ArrayList<>(busy.values()).toArray(Integer[]::new);
        }
    }

    private record Flight(UUID webhookId, boolean slow, long start) {}
}
