/**
 * Clients come, do something and go, for a long time, beside a stream that never pauses; when they
 * are gone, what they used must be free again.
 */
@NullMarked
package io.weir.tests.soak;

import org.jspecify.annotations.NullMarked;
