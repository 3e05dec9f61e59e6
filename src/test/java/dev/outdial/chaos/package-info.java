/**
 * Real chaos: packaged processes on one PostgreSQL and one simulated network that outlives them, killed, frozen and cut off
 * from outside while they dial. Nothing in the service knows that it is being tested; what it did is judged by the network's
 * ledger and by the database.
 */
package dev.outdial.chaos;
