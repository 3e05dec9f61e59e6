package dev.outdial.chaos;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.chaos.Site.Replica;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A campaign under way on a site, that never runs out of people while something happens to it. */
record Dialing(Site site, Database database, String campaign, AtomicInteger slots) {

    private static final int CAP = 60;

    /** What the campaign begins with; {@link #nudge} goes up to {@link #CAP}. */
    private static final int SLOTS = 50;

    private static final int MAX_RETRIES = 2;
    private static final int FED = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Somebody for everything the network does once it is asked; a refusal rings nowhere, a throttle stops the line. */
    private static final String[] ENDINGS = {
        "00", "01", "02", "03", "07", "09", "10", "14", "15", "16", "20", "33", "46", "59", "62", "75", "88", "99"
    };

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Returns when calls are out. */
    static Dialing start(Site site, Database database) throws Exception {
        String campaign = Api.campaign(site.replica(0).url(), SLOTS, MAX_RETRIES);
        Dialing dialing = new Dialing(site, database, campaign, new AtomicInteger(SLOTS));
        dialing.feed();
        Awaitility.await().until(() -> dialing.placements(Instant.EPOCH) > SLOTS);
        return dialing;
    }

    /** More people to call, enough for what happens next. */
    void feed() throws Exception {
        feed(FED);
    }

    private void feed(int leads) throws Exception {
        Replica ready = site.replica(0);
        for (int i = 1; Api.readiness(ready.url()) != 200; i++) {
            ready = site.replica(i % site.replicas().size());
        }
        Api.addLeads(ready.url(), campaign, leads, i -> number());
    }

    /** Gives a replica cause to claim: somebody to call, and one slot more, which it is the first to hear of. */
    void nudge(Replica replica) throws Exception {
        feed(CAP);
        Api.slots(replica.url(), campaign, Math.min(CAP, slots.incrementAndGet()));
    }

    /** How many calls were placed since. */
    long placements(Instant after) throws IOException {
        return site.ledger().stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.PLACED)
                .filter(entry -> entry.campaignId().equals(campaign))
                .filter(entry -> entry.at().isAfter(after))
                .count();
    }

    /** Waits until nobody is left to call, and judges what was done. */
    void judge() throws Exception {
        Instant from = Instant.now();
        Awaitility.await("everybody was called")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> database.isCompleted(campaign));
        Verdict.on(campaign, CAP, MAX_RETRIES, site.ledger(), database);
        System.out.printf(
                "[chaos] %d calls, nothing lost, nothing doubled; over %.1f s after the last blow%n",
                placements(Instant.EPOCH), Duration.between(from, Instant.now()).toMillis() / 1000.0);
    }

    private static String number() {
        int i = NUMBERS.getAndIncrement();
        return "+1415%05d%s".formatted(20_000 + i, ENDINGS[i % ENDINGS.length]);
    }
}
