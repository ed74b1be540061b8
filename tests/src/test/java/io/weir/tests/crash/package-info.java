/**
 * The process is killed at random moments under load, again and again. {@link
 * io.weir.tests.crash.Ledger} keeps what topics have promised and what was seen, and {@link
 * io.weir.tests.crash.QueueLedger} that of queues.
 */
@NullMarked
package io.weir.tests.crash;

import org.jspecify.annotations.NullMarked;
