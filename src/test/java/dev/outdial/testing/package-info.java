/** What tests of every room share: builders, a clock turned by hand, a database. */
@NullMarked
package dev.outdial.testing;

import org.jspecify.annotations.NullMarked;
