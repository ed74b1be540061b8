package io.weir.core.subscription;

import io.weir.record.LogRecord;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A message between its place in the log, where it is nothing but an offset, and the cursor, where
 * it is nothing but settled. Its body is here while it waits to be delivered, and is read again
 * should it come back. Not thread-safe.
 */
final class Entry {
  /** Bytes that a message takes beside its own, about. */
  static final long OVERHEAD = 200;

  final int lane;
  final long offset;
  int failures;

  /** As far as is known: what came before a restart is not. */
  int deliveries;

  boolean redelivered;
  int bytes;
  long expiresAt = Loaded.NEVER;
  private @Nullable LogRecord message;
  private Set<Long> refusedBy = Set.of();

  Entry(int lane, long offset, int failures, boolean redelivered) {
    this.lane = lane;
    this.offset = offset;
    this.failures = failures;
    this.deliveries = failures;
    this.redelivered = redelivered || failures > 0;
  }

  void load(Loaded loaded) {
    message = loaded.message();
    bytes = message.sizeInBytes();
    expiresAt = loaded.expiresAt();
  }

  @Nullable LogRecord message() {
    return message;
  }

  /** Its body is in somebody else's hands, or nobody waits for it. */
  void unload() {
    message = null;
  }

  /** A consumer is not to have it again; who is not attached any more is forgotten. */
  void refusedBy(long consumer, LongPredicate isAttached) {
    Set<Long> others = new HashSet<>(refusedBy);
    others.removeIf(other -> !isAttached.test(other));
    others.add(consumer);
    refusedBy = others;
  }

  boolean isRefusedBy(long consumer) {
    return !refusedBy.isEmpty() && refusedBy.contains(consumer);
  }
}
