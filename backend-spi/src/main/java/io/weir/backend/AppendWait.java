package io.weir.backend;

import io.vertx.core.Future;

/**
 * A reader waiting for records. Whoever no longer waits cancels, so that nothing is kept for
 * nobody.
 */
public interface AppendWait {

  /** Completes when there is something to read; fails as {@link PartitionLog#awaitAppend} says. */
  Future<Void> future();

  /** Gives up; the future then never completes. No effect after it has. */
  void cancel();
}
