package io.weir.core.queue;

import io.weir.core.failure.Failure;
import java.util.List;

/**
 * Takes what is delivered to a consumer. Called on the queue's own event loop, one call after
 * another, so it must not block; what it does not settle it holds.
 */
public interface QueueReceiver {

  /** Messages, in the order of delivery; at least one. */
  void deliver(List<Delivered> messages);

  /** Where one consumer alone is active: this one is now, or is not any more. */
  default void active(boolean isActive) {}

  /**
   * It is over, though nobody detached it, and nothing comes any more.
   *
   * @param cause {@link Failure.UnknownTopic} where the queue was deleted, or expired
   */
  void ended(Failure cause);
}
