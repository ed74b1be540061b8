/**
 * Load for tests that last: threads, consumers that skip nothing, and {@link
 * io.weir.tests.load.Payload}, which makes every message from its number, so that any reader can
 * tell what it should be.
 */
@NullMarked
package io.weir.tests.load;

import org.jspecify.annotations.NullMarked;
