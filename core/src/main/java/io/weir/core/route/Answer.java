package io.weir.core.route;

import io.weir.core.route.Exchange.Aspect;

/** What a topology says to those who want to change it. Nothing here is an exception. */
public sealed interface Answer {

  /** To who declares an exchange. */
  sealed interface Declared extends Answer {}

  /** To who deletes an exchange. */
  sealed interface Deleted extends Answer {}

  /** To who binds. */
  sealed interface Bound extends Answer {}

  /** To who removes a binding. */
  sealed interface Unbound extends Answer {}

  /** It can be done, and this is what it changes. */
  record Changed(Change change) implements Declared, Deleted, Bound, Unbound {}

  /** It is so already. */
  record Same() implements Declared, Bound, Unbound {}

  /** There is another exchange of that name. */
  record Differs(Aspect in, Exchange asked, Exchange present) implements Declared {}

  /**
   * There is no such exchange or queue.
   *
   * @param exchange whether the exchange is missing
   * @param destination whether what it is to be bound to is missing; false where nothing is bound
   */
  record Missing(boolean exchange, boolean destination) implements Deleted, Bound {}

  /** The exchange has bindings, and was to be deleted only if it had none. */
  record InUse() implements Deleted {}

  /** The exchange's type takes no such binding; the reason is a sentence for the client. */
  record Invalid(String reason) implements Bound {}

  /**
   * The default exchange is there without being declared, and is bound to all queues and no more.
   */
  record DefaultExchange() implements Declared, Deleted, Bound, Unbound {}
}
