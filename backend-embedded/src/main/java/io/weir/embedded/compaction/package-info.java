/**
 * The last record of each key stays: finds which that is, and rewrites batches without the others.
 */
@NullMarked
package io.weir.embedded.compaction;

import org.jspecify.annotations.NullMarked;
