package io.weir.core.queue;

import io.weir.core.route.Exchange;

/** Why something is not done with exchanges or queues. */
public sealed interface Refusal {

  /** There is no such exchange. */
  record NoExchange(String name) implements Refusal {}

  /** There is no such queue. */
  record NoQueue(String name) implements Refusal {}

  /** There is another exchange of that name. */
  record OtherExchange(Exchange.Aspect in, Exchange asked, Exchange present) implements Refusal {}

  /** There is another queue of that name. */
  record OtherQueue(String name, QueueOptions.Aspect in, QueueOptions asked, QueueOptions present)
      implements Refusal {}

  /** The queue is another connection's alone. */
  record Locked(String queue) implements Refusal {}

  /** Another consumer has the queue for itself, or this one wants to and is not alone. */
  record HeldExclusively(String queue) implements Refusal {}

  /** The exchange has bindings, and was to go only without. */
  record ExchangeInUse(String exchange) implements Refusal {}

  /** The queue has consumers, and was to go only without. */
  record QueueInUse(String queue) implements Refusal {}

  /** The queue has messages, and was to go only without. */
  record NotEmpty(String queue, long messages) implements Refusal {}

  /**
   * The exchange is always there as it is: the default one, and those of {@link StandardExchanges}.
   */
  record AlwaysThere(String exchange) implements Refusal {}

  /** Only exchanges send to this one. */
  record Internal(String exchange) implements Refusal {}

  /** The queue is a stream, and streams do not do that: nobody takes anything out of them. */
  record Stream(String queue) implements Refusal {}

  /**
   * What is asked for cannot be, ever.
   *
   * @param reason a sentence for the client
   */
  record Invalid(String reason) implements Refusal {}
}
