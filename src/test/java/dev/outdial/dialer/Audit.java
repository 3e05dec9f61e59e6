package dev.outdial.dialer;

import dev.outdial.testing.Books;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What of a simulated run must be so at every moment, by the rows: the books balance, and nobody waits where there is room. */
final class Audit {

    private final SimulatedDatabase database;
    private final VirtualTime time;
    private final Duration prompt;
    private final Set<UUID> finished = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private long hungrySince;
    private long startedThen;

    /** @param poll with room and due leads a call starts within two of these, and the ways */
    Audit(SimulatedDatabase database, VirtualTime time, Duration poll) {
        this.database = database;
        this.time = time;
        this.prompt = poll.multipliedBy(2).plusSeconds(1);
    }

    List<String> broken() {
        return broken;
    }

    /** The cancelling of a campaign is answered: none of its leads waits any more. */
    void finished(UUID campaign) {
        finished.add(campaign);
        books();
    }

    /** Every campaign's books; those that do not balance are broken. */
    List<Books> books() {
        List<Books> all = database.books();
        for (Books books : all) {
            broken.addAll(books.imbalances());
            if (books.due() > 0 && finished.contains(books.campaign())) {
                broken.add("waits though it was cancelled: " + books);
            }
        }
        return all;
    }

    /** From then on somebody is there to start calls. */
    void beHungryFrom(Duration fromNow) {
        hungrySince = time.nanos() + fromNow.toNanos();
    }

    /** @param started calls so far; some more are to start soon where there is room */
    void look(long started) {
        if (started > startedThen || !database.couldStart()) {
            startedThen = started;
            hungrySince = Math.max(hungrySince, time.nanos());
        } else if (time.nanos() - hungrySince > prompt.toNanos()) {
            broken.add("nothing starts though there is room: " + database.books());
        }
    }
}
