package dev.outdial.carrier.simulator;

/** How much of the telephone network a simulator is, and so what its never having heard of a call proves. */
public enum Network {
    /** All of it: a call that it does not know was never placed. True where one simulator serves a whole test. */
    WHOLE,
    /** A part: another process, or an earlier one, may have placed the call. True for a running service. */
    PART
}
