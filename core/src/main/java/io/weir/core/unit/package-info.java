/**
 * Amounts as people write them: {@code 7d}, {@code 20MB}. One notation in the configuration, in
 * HTTP and in messages.
 */
@NullMarked
package io.weir.core.unit;

import org.jspecify.annotations.NullMarked;
