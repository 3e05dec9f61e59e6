@NullMarked
package dev.outdial.suppression;

import org.jspecify.annotations.NullMarked;
