/** Phone numbers: how people write them, how we store them, where they ring. Knows nothing of ours. */
@NullMarked
package dev.outdial.phone;

import org.jspecify.annotations.NullMarked;
