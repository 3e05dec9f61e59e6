/**
 * Measures the dialer as it is, beside others on the same PostgreSQL, and prints tables for the README.
 * {@link dev.outdial.bench.Bench} is the program, {@link dev.outdial.bench.Lab} what all measurements share. Whatever is
 * measured runs in a process of its own, {@link dev.outdial.bench.Worker} or a script of {@code src/bench/peers}, told
 * what to do line by line by a {@link dev.outdial.bench.Runner}.
 */
@NullMarked
package dev.outdial.bench;

import org.jspecify.annotations.NullMarked;
