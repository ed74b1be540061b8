package io.weir.core.route;

import io.weir.core.route.Envelope.MessageProperty;

/** How an exchange chooses among its bindings. */
public sealed interface ExchangeType {

  /** Bindings whose key is one of the message's. */
  record Direct() implements ExchangeType {}

  /** All bindings. */
  record Fanout() implements ExchangeType {}

  /**
   * Bindings whose key, a pattern of words between dots, fits one of the message's: {@code *}
   * stands for any one word, {@code #} for any number of words, none included.
   *
   * @param addressTree whether what comes here is for the address itself, too: each of the
   *     message's keys, where {@link AddressTree} says that somebody wants it
   */
  record Topic(boolean addressTree) implements ExchangeType {}

  /** Bindings whose arguments match the message's headers, as {@link HeaderMatch} says. */
  record Headers() implements ExchangeType {}

  /**
   * One destination, the same for messages that are alike in something: a destination's share is
   * its weight, the sum of its bindings' keys, which are numbers. Depends on the bindings alone,
   * not on when they came, so it is the same after a restart; a destination that comes or goes
   * takes or gives up its own share, and all else stays where it was.
   *
   * @param on what messages are alike in; those without it all go to one destination
   */
  record ConsistentHash(HashOn on) implements ExchangeType {}

  /**
   * One binding, the same for messages with the same keys, each with the same share; nearly all go
   * elsewhere when a binding comes or goes.
   */
  record ModulusHash() implements ExchangeType {}

  /** One binding, any. */
  record Random() implements ExchangeType {}

  /**
   * Holds back messages that are delayed, and routes those that are not, or not any more, as
   * another type does.
   */
  record Delayed(ExchangeType underlying) implements ExchangeType {

    /**
     * @throws IllegalArgumentException if the type underneath is a delayed one itself
     */
    public Delayed {
      if (underlying instanceof Delayed) {
        throw new IllegalArgumentException("a delayed exchange routes as one that is not delayed");
      }
    }
  }

  /** What messages of a {@link ConsistentHash} exchange can be alike in. */
  sealed interface HashOn {
    /** The first of their keys. */
    record Key() implements HashOn {}

    /** A header. */
    record Header(String name) implements HashOn {}

    /** A property. */
    record Property(MessageProperty property) implements HashOn {}
  }
}
