/**
 * What is true of the log now: topics, partitions, producers, transactions, who waits. One thread,
 * the sequencer's, changes it, and recovery before that thread is there; both by {@link
 * io.weir.embedded.state.LogState#apply}.
 */
@NullMarked
package io.weir.embedded.state;

import org.jspecify.annotations.NullMarked;
