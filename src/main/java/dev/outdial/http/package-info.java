/** What every endpoint shares: error body, pages, ids. Knows nothing of campaigns. */
@NullMarked
package dev.outdial.http;

import org.jspecify.annotations.NullMarked;
