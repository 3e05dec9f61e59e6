/** How requests are read and answers spelled. */
@NullMarked
package dev.outdial.http;

import org.jspecify.annotations.NullMarked;
