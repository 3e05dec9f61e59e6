package dev.outdial.dialer;

import java.util.UUID;

/**
 * One life of a process among its like: an id that is new at each start and after each lost lease.
 *
 * @param shard its rows in campaign_progress
 */
record Replica(UUID id, int shard) {}
