/**
 * What the tests of several modules need: to wait for {@link io.weir.testing.Futures} and all else
 * with {@link io.weir.testing.Patience}, to see what is logged ({@link io.weir.testing.LogLines}),
 * and to notice buffers that nobody released ({@link io.weir.testing.Leaks}). The log is set up by
 * the {@code logback-test.xml} that comes with them.
 */
@NullMarked
package io.weir.testing;

import org.jspecify.annotations.NullMarked;
