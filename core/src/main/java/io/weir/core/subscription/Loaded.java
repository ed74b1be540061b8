package io.weir.core.subscription;

import io.weir.record.LogRecord;

/**
 * A message that was read.
 *
 * @param expiresAt milliseconds since 1970, or {@link #NEVER}
 * @param deliverAt not before then, in milliseconds since 1970; 0 for at once
 */
record Loaded(LogRecord message, long expiresAt, long deliverAt) {
  static final long NEVER = Long.MAX_VALUE;
}
