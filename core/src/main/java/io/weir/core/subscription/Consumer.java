package io.weir.core.subscription;

import io.vertx.core.Future;
import java.util.List;

/**
 * A consumer that is attached to a subscription. Methods may be called on any thread; futures
 * complete on the caller's Vert.x context, if it has one, and fail with {@link
 * io.weir.core.failure.Failure} once the subscription is over. Calls of one thread take effect in
 * their order.
 */
public interface Consumer {

  /** Takes so many messages more than it was to take so far. */
  void grant(long credit);

  /**
   * Takes back the credit that it has not used: after this nothing is delivered until more is
   * granted.
   *
   * @return how much that was; what was delivered before has been handed to the receiver
   */
  Future<Long> drain();

  /**
   * Says what becomes of deliveries.
   *
   * @param numbers of deliveries to this consumer, in the order in which they count
   * @return the numbers that name none in its hands: settled before, over, or never made; with them
   *     nothing is done. Completes when what was done is as durable as the state partition, and
   *     what was accepted never comes again; what was rejected lies where dead letters go by then,
   *     unless that cannot be done for now
   */
  Future<List<Long>> settle(List<Long> numbers, Settlement settlement);

  /**
   * The same for those who need not know when it is durable, which costs less: it is written down a
   * few milliseconds later, together with what is settled until then. Before that a crash brings
   * back what was accepted, flagged as redelivered.
   *
   * @return as {@link #settle}, but completes once it is done
   */
  Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement);

  /**
   * The lease of a delivery begins anew.
   *
   * @return whether it was still this consumer's
   */
  Future<Boolean> renew(long number);

  /**
   * Is no consumer any more: nothing is delivered, and it is neither counted nor in the way of
   * others. What it has in its hands stays there, to be settled, until it is detached. Idempotent;
   * its receiver hears nothing more.
   */
  Future<Void> cancel();

  /**
   * Goes; what it has in its hands comes back in order. Idempotent.
   *
   * @param failed whether that counts as failed deliveries
   */
  Future<Void> detach(boolean failed);
}
