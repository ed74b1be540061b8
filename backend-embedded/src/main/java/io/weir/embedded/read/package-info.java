/** Reads: batches by offset, time and isolation, on the caller's thread or on one that may wait. */
@NullMarked
package io.weir.embedded.read;

import org.jspecify.annotations.NullMarked;
