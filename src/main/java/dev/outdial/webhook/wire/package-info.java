/**
 * One webhook request over the wire: where it may go, how it is signed, and what came back. Start with {@link
 * dev.outdial.webhook.wire.Courier}.
 *
 * <p>Customers choose the addresses, so every one is treated as an attempt to reach what only this host can reach: a name is
 * resolved once, every address it has is checked, and the connection is made to one of those.
 */
@NullMarked
package dev.outdial.webhook.wire;

import org.jspecify.annotations.NullMarked;
