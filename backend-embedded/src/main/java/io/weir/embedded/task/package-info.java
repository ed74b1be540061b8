/** What the sequencer is asked to do besides appending: changes of topics, transactions, trims. */
@NullMarked
package io.weir.embedded.task;

import org.jspecify.annotations.NullMarked;
