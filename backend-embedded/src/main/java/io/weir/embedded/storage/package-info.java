/**
 * Files: the data directory and its format, segments on disk or in memory, their mapping and
 * preallocation, and where things lie in them. Everything above sees only {@link
 * io.weir.embedded.storage.Storage}, so tests put their faults there.
 */
@NullMarked
package io.weir.embedded.storage;

import org.jspecify.annotations.NullMarked;
