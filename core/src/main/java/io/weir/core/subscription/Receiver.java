package io.weir.core.subscription;

import io.weir.core.failure.Failure;
import java.util.List;

/**
 * Takes what is delivered to a consumer. Called on the subscription's event loop, one call after
 * another, so it must not block; what it does not settle it holds.
 */
public interface Receiver {

  /** Messages, in the order of delivery; at least one. */
  void deliver(List<Delivery> deliveries);

  /** Where one consumer alone is active: this one is now, or is not any more. */
  default void active(boolean isActive) {}

  /** The subscription is over for this consumer, and nothing comes any more. */
  void ended(Failure cause);
}
