@NullMarked
package dev.outdial.clock;

import org.jspecify.annotations.NullMarked;
