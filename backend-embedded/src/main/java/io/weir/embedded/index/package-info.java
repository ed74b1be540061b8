/**
 * Where the batches of a partition lie: rows in memory for the segment that is written, in a mapped
 * file for every other, made again from the segment when that is lost.
 */
@NullMarked
package io.weir.embedded.index;

import org.jspecify.annotations.NullMarked;
