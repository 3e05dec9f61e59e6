/**
 * Who may do what: organizations, their API keys and scopes. Start with {@link dev.outdial.account.KeyFilter}, which
 * every request under {@code /v1} passes, and {@link dev.outdial.account.Caller}, which is what resources see of it.
 */
@NullMarked
package dev.outdial.account;

import org.jspecify.annotations.NullMarked;
