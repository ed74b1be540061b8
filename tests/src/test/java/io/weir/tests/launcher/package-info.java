/** {@code ./weir}, as people call it. */
@NullMarked
package io.weir.tests.launcher;

import org.jspecify.annotations.NullMarked;
