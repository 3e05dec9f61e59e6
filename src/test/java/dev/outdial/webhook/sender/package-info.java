@NullMarked
package dev.outdial.webhook.sender;

import org.jspecify.annotations.NullMarked;
