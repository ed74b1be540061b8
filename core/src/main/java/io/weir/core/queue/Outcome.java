package io.weir.core.queue;

/**
 * What became of a {@link Posting}. What fails for other reasons (rights, limits, a log that cannot
 * answer) fails the future, with {@link io.weir.core.failure.Failure}; then it may lie in some
 * queues where the backend cannot append to all or none.
 */
public sealed interface Outcome {

  /**
   * It is in all queues that it was routed to, as durable as these are.
   *
   * @param queues how many, from 1; what is held back until it is due counts as one
   */
  record Stored(int queues) implements Outcome {}

  /** No queue was to have it. */
  record Unroutable() implements Outcome {}

  /**
   * A queue had no room for it, and refuses rather than to give up others. It may be in other
   * queues that it was routed to.
   */
  record Full(String queue) implements Outcome {}

  /** It went nowhere: there is no such exchange, or only exchanges send to it. */
  record NotSent(Refusal why) implements Outcome {}
}
