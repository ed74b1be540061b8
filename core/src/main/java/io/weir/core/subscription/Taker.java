package io.weir.core.subscription;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Takes messages of a subscription one at a time, and is none of its consumers: it is counted
 * nowhere, is served before them, and keeps none of them from being exclusive or active. As {@link
 * Consumer} otherwise.
 */
public interface Taker {

  /**
   * Takes the first message that waits.
   *
   * @return nothing where none waits
   */
  Future<Optional<Taken>> take();

  /** As {@link Consumer#settle}. */
  Future<List<Long>> settle(List<Long> numbers, Settlement settlement);

  /** As {@link Consumer#settleSoon}. */
  Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement);

  /** As {@link Consumer#detach}. */
  Future<Void> detach(boolean failed);

  /**
   * A message that was taken.
   *
   * @param ready how many wait behind it
   */
  record Taken(Delivery delivery, long ready) {}
}
