/** Campaigns, their leads and the files leads come in. */
@NullMarked
package dev.outdial.campaign;

import org.jspecify.annotations.NullMarked;
