/**
 * The process is killed at random moments under load, again and again. {@link
 * io.weir.tests.crash.Payload} makes every message from its number, so that any reader can tell
 * what it should be; {@link io.weir.tests.crash.Ledger} keeps what was promised and what was seen.
 */
@NullMarked
package io.weir.tests.crash;

import org.jspecify.annotations.NullMarked;
