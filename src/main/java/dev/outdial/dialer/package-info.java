/**
 * The pipeline: claim, place, settle. Start reading at {@link dev.outdial.dialer.Dialer}; nothing imports this room.
 *
 * <pre>
 * wake-ups ──▶ claim ──┐
 *                      ├──▶ place ──▶ carrier
 * carrier events ──▶ settle (and refill)
 * </pre>
 *
 * An open call is committed before the carrier is asked and closed by whoever owns it, once. No database connection is
 * held while a telephone rings.
 */
@NullMarked
package dev.outdial.dialer;

import org.jspecify.annotations.NullMarked;
