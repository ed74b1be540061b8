package io.weir.core.queue;

import io.vertx.core.Future;

/**
 * A consumer of a queue. Futures complete on the caller's Vert.x context, if it has one, and fail
 * with {@link io.weir.core.failure.Failure} once it is over.
 */
public interface QueueConsumer extends Holder {

  /** Takes so many messages more than it was to take so far; later, if a limit says so. */
  void grant(long credit);

  /**
   * Takes back the credit that it has not used; as {@link
   * io.weir.core.subscription.Consumer#drain}.
   */
  Future<Long> drain();

  /**
   * Is no consumer any more: nothing comes, it is not counted, and a queue that goes with the last
   * of its consumers goes. What it has in its hands stays there, to be settled, until it is
   * detached. Idempotent; its receiver hears nothing more.
   */
  Future<Void> cancel();

  /** The lease of a delivery begins anew; whether it was still this consumer's. */
  Future<Boolean> renew(long number);
}
