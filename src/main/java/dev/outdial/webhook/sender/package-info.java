/**
 * The way of an event from the outbox to its consumer: claim, write, send, settle. Start with {@link
 * dev.outdial.webhook.sender.Sender}.
 *
 * <p>A claim is a lease: a delivery whose sender dies is due again when it ends, so a consumer hears of every event at least
 * once, under the same {@code event_id}. No database connection is held while an endpoint is waited for.
 */
@NullMarked
package dev.outdial.webhook.sender;

import org.jspecify.annotations.NullMarked;
