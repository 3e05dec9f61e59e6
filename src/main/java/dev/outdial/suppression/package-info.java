/**
 * The do-not-call list as clients see it: number by number, as a list, as a file. What the list does to calls is in {@link
 * dev.outdial.account.DoNotCall}.
 */
@NullMarked
package dev.outdial.suppression;

import org.jspecify.annotations.NullMarked;
