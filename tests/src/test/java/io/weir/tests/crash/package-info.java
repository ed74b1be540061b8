/**
 * The process is killed at random moments under load, again and again. {@link
 * io.weir.tests.crash.Ledger} keeps what was promised and what was seen.
 */
@NullMarked
package io.weir.tests.crash;

import org.jspecify.annotations.NullMarked;
