/** When people may be called: openings of a week, judged by the clock on the wall of whoever is called. */
@NullMarked
package dev.outdial.hours;

import org.jspecify.annotations.NullMarked;
