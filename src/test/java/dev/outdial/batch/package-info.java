@NullMarked
package dev.outdial.batch;

import org.jspecify.annotations.NullMarked;
