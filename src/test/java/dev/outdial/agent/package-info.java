@NullMarked
package dev.outdial.agent;

import org.jspecify.annotations.NullMarked;
