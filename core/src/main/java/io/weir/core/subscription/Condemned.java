package io.weir.core.subscription;

import io.weir.record.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message that nobody is to have any more, on its way to where dead letters go.
 *
 * @param message its body, where it was at hand; else it is read again
 * @param bytes that it was measured to take, where that is done
 */
record Condemned(
    int lane, long offset, @Nullable LogRecord message, Reason reason, int failures, int bytes) {}
