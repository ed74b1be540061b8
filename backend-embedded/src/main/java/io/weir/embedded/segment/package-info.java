/**
 * What a segment is made of: heads of segments, commits and entries, their checksums, the records
 * of the log itself, and the scan that finds them all again.
 */
@NullMarked
package io.weir.embedded.segment;

import org.jspecify.annotations.NullMarked;
