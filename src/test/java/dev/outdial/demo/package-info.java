/** Holds what the demo brings along to its word. */
@NullMarked
package dev.outdial.demo;

import org.jspecify.annotations.NullMarked;
