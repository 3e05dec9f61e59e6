/** The whole service in faster time: campaigns from their creation to their end, over HTTP, judged by the ledger. */
@NullMarked
package dev.outdial.rehearsal;

import org.jspecify.annotations.NullMarked;
