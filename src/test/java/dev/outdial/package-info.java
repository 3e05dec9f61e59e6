/** What holds in every room. */
@NullMarked
package dev.outdial;

import org.jspecify.annotations.NullMarked;
