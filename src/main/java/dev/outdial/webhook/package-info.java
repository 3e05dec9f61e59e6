/**
 * Tells others what happens. Whoever causes an event writes it and its deliveries in the same transaction, by the {@code
 * outbox_} functions of {@code V5__webhooks.sql}; {@link dev.outdial.webhook.sender} takes them from there, and {@link
 * dev.outdial.webhook.wire} carries them. In this package: who is subscribed, and what was told.
 */
@NullMarked
package dev.outdial.webhook;

import org.jspecify.annotations.NullMarked;
