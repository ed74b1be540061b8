/**
 * The log on local disk, or in memory: the backend SPI over one commit log for all partitions.
 *
 * <p>From the ground up, each seeing only what stands before it: {@code storage} (files), {@code
 * segment} (their format), {@code index} (where batches lie), {@code state} (what is true now),
 * {@code checkpoint} and {@code read}, {@code sequencer} (the one writer), {@code task} (what it is
 * asked), {@code retention}, {@code collection} and {@code compaction} (what goes), {@code
 * recovery} (a start), {@code maintenance} (backup and verification). This package puts them
 * together.
 */
@NullMarked
package io.weir.embedded;

import org.jspecify.annotations.NullMarked;
