@NullMarked
package dev.outdial.webhook;

import org.jspecify.annotations.NullMarked;
