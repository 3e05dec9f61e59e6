package dev.outdial.carrier.simulator.exchange;

import dev.outdial.carrier.CarrierEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What happened to calls, numbered, so that a listener whose connection broke goes on where it was. The latest are kept; a
 * listener that was away for longer asks for its calls one by one. Used by the exchange's own thread only.
 */
final class EventLog {

    private final String birth;
    private final int kept;
    private final int page;
    private final Deque<CarrierEvent> events = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private long first = 1;

    /**
     * An empty log.
     *
     * @param birth tells this log from one that an earlier process kept
     * @param kept how many events are kept at most
     * @param page how many are read at a time at most
     */
    EventLog(String birth, int kept, int page) {
        this.birth = birth;
        this.kept = kept;
        this.page = page;
    }

    void add(CarrierEvent event) {
        events.addLast(event);
        if (events.size() > kept) {
            events.removeFirst();
            first++;
        }
        List<Runnable> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(Runnable::run);
    }

    /** The place behind everything that has happened. */
    String end() {
        return place(first + events.size() - 1);
    }

    /** What happened after a place, the oldest first; all that is kept for the place of another log. */
    Page after(String place) {
        long last = Math.max(number(place), first - 1);
        List<CarrierEvent> next =
                events.stream().skip(last - first + 1).limit(page).toList();
        return new Page(place(last + next.size()), next);
    }

    /** Runs a task once, when something happens next. */
    void onNext(Runnable task) {
        waiting.add(task);
    }

    /** The task is not wanted any more. */
    void forget(Runnable task) {
        waiting.remove(task);
    }

    private String place(long number) {
        return birth + "-" + number;
    }

    private long number(String place) {
        return place.startsWith(birth + "-") ? Long.parseLong(place, birth.length() + 1, place.length(), 10) : 0;
    }

    /**
     * Some events in a row.
     *
     * @param end the place behind the last of them
     */
    record Page(String end, List<CarrierEvent> events) {}
}
