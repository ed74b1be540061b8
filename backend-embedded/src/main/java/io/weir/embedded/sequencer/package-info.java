/**
 * The one thread that writes: takes the tasks that have gathered, judges them, writes one commit,
 * syncs it, and answers. It begins new segments, too.
 */
@NullMarked
package io.weir.embedded.sequencer;

import org.jspecify.annotations.NullMarked;
