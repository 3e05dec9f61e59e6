/** Time, handed in everywhere: the service's own clock follows the database's, tests turn theirs by hand. */
@NullMarked
package dev.outdial.clock;

import org.jspecify.annotations.NullMarked;
