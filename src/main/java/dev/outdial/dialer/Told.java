package dev.outdial.dialer;

/** Something about calls that is to be written to the database. */
sealed interface Told permits Hold, LineHold, Note, Settlement {}
