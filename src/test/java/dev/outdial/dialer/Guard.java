package dev.outdial.dialer;

/** What keeps the dialer's promises, one guard each. A simulated run may go without some, to show what they are for. */
enum Guard {
    /** A claim counts and reads statuses after it has locked, not before. */
    ROW_LOCKS,
    /** A refill counts and reads statuses behind the gate, not before. */
    GATE,
    /** A refill looks at the limits of now, so that a lowered one drains. */
    REFILL_UNDER_LIMITS,
    /** A refill takes no more slots than it freed. */
    REFILL_OF_FREED_SLOTS,
    /** A line that has a pace is refilled by claims only, because those hold its row. */
    REFILL_WITHOUT_PACE,
    /** A call on a line that has a pace is started at its turn. */
    TURN,
    /** A call is not started once it is no longer time to call. */
    CLOSING_TIME,
    /** When it is time to call is not taken from calling hours that have changed. */
    SPELL_OF_THESE_HOURS,
    /** Only who owns an open call closes it. */
    OWNER,
    /** A call is closed, logged and followed by another attempt once. */
    ONCE,
    /** Nothing is opened for a replica whose lease is over. */
    LEASE_OF_CLAIM,
    /** A lease that is over is not renewed: its replica comes back as another. */
    LEASE_OF_RENEWAL,
    /** An adopted call is no intent any more: who opened it may have started it. */
    ADOPTED_IS_PLACED,
    /** Dead replicas' calls are adopted. */
    ADOPTION,
    /** A settlement that is repeated has the ids it had, so that what its lost answer opened is found. */
    SAME_IDS_AGAIN,
    /** A claim is committed before it is answered. */
    COMMIT_BEFORE_ANSWER,
    /** A campaign with calls out is not completed. */
    COMPLETED_IS_LAST,
    /** A lead that was removed during its call is not called again. */
    REMOVED_STAYS_AWAY,
    /** A lead whose campaign was cancelled during its call is not called again. */
    CANCELLED_STAYS_AWAY,
    /** Who pauses waits for the calls that are about to start. */
    STANDSTILL,
    /** A replica that could not renew its lease in time starts nothing. */
    TRUST,
    /** A claim that waited too long is given back. */
    PATIENCE,
    /** The carrier is asked what became of adopted and silent calls. */
    ASKING,
    /** Calls that are a replica's without its knowledge are looked for. */
    SWEEP,
    /** The queue is looked at though nobody rang. */
    POLL
}
