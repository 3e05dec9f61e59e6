/** Keys, scopes and tenants. */
@NullMarked
package dev.outdial.account;

import org.jspecify.annotations.NullMarked;
