@NullMarked
package dev.outdial.webhook.wire;

import org.jspecify.annotations.NullMarked;
