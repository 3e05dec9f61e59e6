/** The pipeline, judged from the carrier's ledger and on a real PostgreSQL. */
@NullMarked
package dev.outdial.dialer;

import org.jspecify.annotations.NullMarked;
