package dev.outdial.dialer;

import java.util.random.RandomGenerator;

/**
 * One thing out of the ordinary in a simulated run: at a time, or to the n-th message of a kind. A failing run is made
 * small by leaving these out one by one.
 *
 * @param at milliseconds since the beginning, or the number of the message
 * @param which replica, campaign, organization, line or lead, modulo how many there are
 * @param much seconds, a new limit, or a number of leads
 */
record Anomaly(Kind kind, int at, int which, int much) {

    /** All goes well. */
    static final Anomaly NONE = new Anomaly(Kind.NOTHING, 0, 0, 0);

    /** What can be struck. */
    enum Point {
        NEVER,
        TIME,
        STATEMENT,
        PLACEMENT,
        TELLING,
        LOOK_UP
    }

    /** What can happen. */
    enum Kind {
        NOTHING(Point.NEVER, 1),
        /** A replica is gone at once; another starts in its place. */
        CRASH(Point.TIME, 20),
        /** A replica stands still, for longer than its lease or not, and goes on as if nothing had been. */
        FREEZE(Point.TIME, 25),
        /** A replica is stopped in order; another starts in its place. */
        STOP(Point.TIME, 20),
        /** The database answers nobody. */
        OUTAGE(Point.TIME, 15),
        /** The lease of a replica cannot be renewed, though all else works. */
        NO_RENEWAL(Point.TIME, 30),
        /** Somebody pauses a campaign, and resumes it some seconds later. */
        PAUSE(Point.TIME, 6),
        CANCEL(Point.TIME, 1),
        CAP_OF_CAMPAIGN(Point.TIME, 5),
        CAP_OF_ORGANIZATION(Point.TIME, 6),
        CAP_OF_LINE(Point.TIME, 5),
        /** Calling hours that begin now or in the next minute and last so many; none when trouble is over. */
        HOURS(Point.TIME, 2),
        ADD_LEADS(Point.TIME, 6),
        REMOVE_LEAD(Point.TIME, 1),
        /** The connection breaks before the statement is run. */
        CUT(Point.STATEMENT, 4),
        /** The statement is committed, its answer is lost. */
        ANSWER_LOST(Point.STATEMENT, 4),
        /** The statement is under way for long. */
        SLOW(Point.STATEMENT, 14),
        /** The replica dies when it sends the statement, which is lost. */
        CRASH_BEFORE(Point.STATEMENT, 10),
        /** The replica dies when the statement is committed, before it hears so. */
        CRASH_AFTER(Point.STATEMENT, 10),
        /** The replica stands still when the statement is committed, before it hears so. */
        STALL_AFTER(Point.STATEMENT, 14),
        /** The request never reaches the carrier, and the replica does not know. */
        REQUEST_LOST(Point.PLACEMENT, 1),
        /** The call is placed, and the replica does not know. */
        ANSWER_OF_CARRIER_LOST(Point.PLACEMENT, 1),
        /** The carrier answers when the call may be over. */
        ANSWER_OF_CARRIER_LATE(Point.PLACEMENT, 40),
        THROTTLED(Point.PLACEMENT, 5),
        /** The number is wrong. */
        REFUSED(Point.PLACEMENT, 1),
        /** The settings are wrong: the campaign is paused. */
        ALL_REFUSED(Point.PLACEMENT, 1),
        /** The replica dies when the carrier has the request. */
        CRASH_WHILE_PLACING(Point.PLACEMENT, 10),
        UNTOLD(Point.TELLING, 1),
        TOLD_TWICE(Point.TELLING, 1),
        TOLD_LATE(Point.TELLING, 90),
        UNAVAILABLE(Point.LOOK_UP, 1);

        private final Point point;
        private final int most;

        Kind(Point point, int most) {
            this.point = point;
            this.most = most;
        }

        Point point() {
            return point;
        }
    }

    /** Any of a kind, at any moment of the first {@code millis}; more often little than much. */
    static Anomaly any(Kind kind, int millis, RandomGenerator random) {
        int most = random.nextBoolean() ? Math.min(kind.most, 3) : kind.most;
        int range = switch (kind.point) {
            case NEVER, TIME -> millis;
            case STATEMENT -> millis / 150;
            case PLACEMENT, TELLING -> 40;
            case LOOK_UP -> 6;
        };
        return new Anomaly(kind, random.nextInt(range), random.nextInt(1_000), random.nextInt(1, most + 1));
    }

    @Override
    public String toString() {
        String when = kind.point == Point.TIME ? "%d.%03d s".formatted(at / 1_000, at % 1_000) : kind.point + " " + at;
        return "%s: %s of %d, %d".formatted(when, kind, which, much);
    }
}
