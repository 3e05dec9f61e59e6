/** Batch calls, as the older half of the public API has them: a face over campaigns with one upload. */
@NullMarked
package dev.outdial.batch;

import org.jspecify.annotations.NullMarked;
