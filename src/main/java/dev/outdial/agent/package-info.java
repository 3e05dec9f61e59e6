/** The voice agent and how an answered call reaches it; caller numbers. */
@NullMarked
package dev.outdial.agent;

import org.jspecify.annotations.NullMarked;
