/**
 * What goes by age, by size or because its owner has settled it, and the segments that go with it.
 */
@NullMarked
package io.weir.embedded.retention;

import org.jspecify.annotations.NullMarked;
