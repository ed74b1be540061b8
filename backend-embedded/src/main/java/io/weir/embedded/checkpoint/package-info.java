/**
 * The state as every segment begins with it: whole or what has changed, and copies beside the log,
 * so that a start reads little however long the log is.
 */
@NullMarked
package io.weir.embedded.checkpoint;

import org.jspecify.annotations.NullMarked;
