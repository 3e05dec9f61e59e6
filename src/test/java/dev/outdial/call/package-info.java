@NullMarked
package dev.outdial.call;

import org.jspecify.annotations.NullMarked;
